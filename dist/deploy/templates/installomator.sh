enrolkit)
    name="enrolkit"
    type="pkg"
    packageID="io.github.enrolkit.pkg"
    downloadURL="@URL@/enrolkit-@VERSION@.pkg"
    appNewVersion="@VERSION@"
    expectedTeamID="@TEAM@"
    ;;
