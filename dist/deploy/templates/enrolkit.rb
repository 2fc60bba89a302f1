# Homebrew's formula of the administrator's program: into Formula/ of a tap.
class Enrolkit < Formula
  desc "Explain and repair failed Jamf Pro enrolments of Macs"
  homepage "@HOMEPAGE@"
  version "@VERSION@"
  license "MIT"

  on_macos do
    url "@URL@/enrolkit-@VERSION@-macos.tar.gz"
    sha256 "@SHA256:enrolkit-@VERSION@-macos.tar.gz@"
  end

  on_linux do
    on_arm do
      url "@URL@/enrolkit-@VERSION@-linux-arm64.tar.gz"
      sha256 "@SHA256:enrolkit-@VERSION@-linux-arm64.tar.gz@"
    end
    on_intel do
      url "@URL@/enrolkit-@VERSION@-linux-x86_64.tar.gz"
      sha256 "@SHA256:enrolkit-@VERSION@-linux-x86_64.tar.gz@"
    end
  end

  def install
    bin.install "enrolkit"
    man1.install Dir["man/*.1"]
    man5.install Dir["man/*.5"]
    man8.install Dir["man/*.8"]
    bash_completion.install "completions/bash/enrolkit"
    zsh_completion.install "completions/zsh/_enrolkit"
    fish_completion.install "completions/fish/enrolkit.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/enrolkit --version")
  end
end
