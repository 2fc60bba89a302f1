# Homebrew's cask of the package for managed Macs: into Casks/ of a tap. Jamf Pro is the usual way; this one is for tests.
cask "enrolkit-mac" do
  version "@VERSION@"
  sha256 "@SHA256:enrolkit-@VERSION@.pkg@"

  url "@URL@/enrolkit-@VERSION@.pkg"
  name "enrolkit"
  desc "Extension attributes and repair of Jamf Pro enrolments"
  homepage "@HOMEPAGE@"

  depends_on macos: ">= :monterey"

  pkg "enrolkit-@VERSION@.pkg"

  uninstall script:  {
              executable: "/Library/Enrolkit/bin/uninstall.sh",
              sudo:       true,
            },
            pkgutil: "io.github.enrolkit.pkg"
end
