// enrolkit-pkg: pkgbuild for Linux, as far as enrolkit needs it. The options are pkgbuild's.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <exception>
#include <string>

#include "common/failure.h"
#include "common/files.h"
#include "core/base/text.h"
#include "pkg/package.h"
#include "pkg/product.h"
#include "run/exit_code.h"
#include "run/streams.h"

namespace {

using namespace enrolkit;

Exit run(int argc, char** argv) {
  CLI::App app("Writes a flat component package; the same input gives the same bytes.", "enrolkit-pkg");
  PackageSpec spec;
  std::string root, scripts, output, product;
  ProductSpec around{"enrolkit", "12.0"};
  app.add_option("--root", root, "the folder whose content is laid down at /")->required();
  app.add_option("--scripts", scripts, "the folder with preinstall and postinstall");
  app.add_option("--identifier", spec.identifier, "such as io.github.enrolkit.pkg")->required();
  app.add_option("--version", spec.version, "the package's version")->required();
  app.add_option("--date", spec.when, "seconds since 1970, in place of every file's time")
      ->envname("SOURCE_DATE_EPOCH")
      ->required();
  app.add_option("--product", product, "a product archive around the same package, to write as well");
  app.add_option("--title", around.title, "of the product archive, as Installer shows it")
      ->capture_default_str();
  app.add_option("--min-os-version", around.minimum_macos, "of the product archive")->capture_default_str();
  app.add_option("OUTPUT", output, "the package to write")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    write_out(app.help());
    return Exit::ok;
  } catch (const CLI::ParseError& e) {
    write_err("enrolkit-pkg: " + printable(e.what()) + "\nhint: enrolkit-pkg --help\n");
    return Exit::trouble;
  }
  spec.payload = read_tree(root);
  if (!scripts.empty()) spec.scripts = read_tree(scripts);
  const std::string package = package_of(spec);
  const std::string archive = product.empty() ? "" : product_of(spec, around);
  write_file(output, package);
  if (!product.empty()) write_file(product, archive);
  return Exit::ok;
}

}  // namespace

int main(int argc, char** argv) {
  enrolkit::prepare_streams();
  try {
    return static_cast<int>(run(argc, argv));
  } catch (const std::exception& e) {
    enrolkit::write_err("enrolkit-pkg: " + enrolkit::printable(e.what()) + "\n");
  }
  return static_cast<int>(enrolkit::Exit::trouble);
}
