// enrolkit-pkg: pkgbuild for Linux, as far as enrolkit needs it. The options are pkgbuild's.
#include <cstdint>
#include <memory>
#include <string>

#include "common/files.h"
#include "pkg/package.h"
#include "pkg/product.h"
#include "run/program.h"

namespace {

using namespace enrolkit;

struct Options {
  PackageSpec spec;
  std::string root, scripts, output, product;
  ProductSpec around{"enrolkit", "12.0"};
};

std::function<Exit()> define(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  PackageSpec& spec = options->spec;
  app.add_option("--root", options->root, "the folder whose content is installed at /")
      ->type_name("DIR")
      ->required();
  app.add_option("--scripts", options->scripts, "the folder with preinstall and postinstall")
      ->type_name("DIR");
  app.add_option("--identifier", spec.identifier, "such as io.github.enrolkit.pkg")
      ->type_name("ID")
      ->required();
  app.add_option("--version", spec.version, "the package's version")->type_name("VERSION")->required();
  app.add_option("--date", spec.when, "seconds since 1970, in place of every file's time")
      ->type_name("SECONDS")
      ->envname("SOURCE_DATE_EPOCH")
      ->required();
  app.add_option("--product", options->product, "a product archive around the same package, to write as well")
      ->type_name("FILE");
  app.add_option("--title", options->around.title, "of the product archive, as Installer shows it")
      ->type_name("TITLE")
      ->capture_default_str();
  app.add_option("--min-os-version", options->around.minimum_macos, "of the product archive")
      ->type_name("VERSION")
      ->capture_default_str();
  app.add_option("OUTPUT", options->output, "the package to write")->type_name("FILE")->required();
  return [options] {
    options->spec.payload = read_tree(options->root);
    if (!options->scripts.empty()) options->spec.scripts = read_tree(options->scripts);
    const std::string package = package_of(options->spec);
    const std::string archive = options->product.empty() ? "" : product_of(options->spec, options->around);
    write_file(options->output, package);
    if (!options->product.empty()) write_file(options->product, archive);
    return Exit::ok;
  };
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv,
                     {.name = "enrolkit-pkg",
                      .about = "Writes a flat component package; the same input gives the same bytes.",
                      .version = "",  // --version is pkgbuild's: the package's
                      .exit_status = "0 written; 2 not written, or wrong usage."},
                     define);
}
