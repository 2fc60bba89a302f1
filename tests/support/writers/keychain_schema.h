// Which record types, attributes and indexes a new keychain file has, in Apple's order: what a writer of
// whole keychain files needs to know. As seen in the regression keychains of
// apple-oss-distributions/Security.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace enrolkit::test {

enum class Format : std::uint32_t { text = 0, sint32 = 1, uint32 = 2, time = 5, blob = 6 };

struct SchemaAttribute {
  std::uint32_t id = 0;
  std::string_view name;  // empty: known by its id alone
  Format format = Format::uint32;
};

struct Relation {
  std::uint32_t id = 0;
  std::string_view name;
  std::vector<SchemaAttribute> attributes;
  std::vector<std::uint32_t> unique = {};  // attributes of index 0, unlike in any two records; empty: none
  std::vector<std::uint32_t> single = {};  // attributes with an index of their own
  std::uint32_t first_single = 1;          // id of the first of those indexes
};

constexpr std::uint32_t four(std::string_view code) {
  std::uint32_t value = 0;
  for (const char letter : code) value = value << 8 | static_cast<unsigned char>(letter);
  return value;
}

inline std::vector<SchemaAttribute> key_attributes() {
  constexpr std::array<std::string_view, 27> kNames = {"KeyClass",      "PrintName",
                                                       "Alias",         "Permanent",
                                                       "Private",       "Modifiable",
                                                       "Label",         "ApplicationTag",
                                                       "KeyCreator",    "KeyType",
                                                       "KeySizeInBits", "EffectiveKeySize",
                                                       "StartDate",     "EndDate",
                                                       "Sensitive",     "AlwaysSensitive",
                                                       "Extractable",   "NeverExtractable",
                                                       "Encrypt",       "Decrypt",
                                                       "Derive",        "Sign",
                                                       "Verify",        "SignRecover",
                                                       "VerifyRecover", "Wrap",
                                                       "Unwrap"};
  std::vector<SchemaAttribute> attributes;
  for (std::uint32_t id = 0; id < kNames.size(); ++id) {
    const bool blob = id == 1 || id == 2 || (id >= 6 && id <= 8) || id == 12 || id == 13;
    attributes.push_back({id, kNames[id], blob ? Format::blob : Format::uint32});
  }
  return attributes;
}

inline std::vector<SchemaAttribute> password_attributes(std::vector<SchemaAttribute> own) {
  std::vector<SchemaAttribute> attributes = {
      {four("cdat"), "", Format::time},   {four("mdat"), "", Format::time},
      {four("desc"), "", Format::blob},   {four("icmt"), "", Format::blob},
      {four("crtr"), "", Format::uint32}, {four("type"), "", Format::uint32},
      {four("scrp"), "", Format::sint32}, {7, "PrintName", Format::blob},
      {8, "Alias", Format::blob},         {four("invi"), "", Format::sint32},
      {four("nega"), "", Format::sint32}, {four("cusi"), "", Format::sint32},
      {four("prot"), "", Format::blob},   {four("acct"), "", Format::blob}};
  attributes.insert(attributes.end(), own.begin(), own.end());
  return attributes;
}

inline std::vector<Relation> keychain_relations(bool with_certificates) {
  const std::vector<std::uint32_t> key_unique = {6, 7, 8, 9, 10, 11, 12, 13};
  const std::vector<std::uint32_t> key_single = {6, 18, 19, 20, 21, 22, 23, 24, 25, 26};
  const std::vector<std::uint32_t> generic = {four("acct"), four("svce")};
  const std::vector<std::uint32_t> share = {four("acct"), four("vlme"), four("addr"), four("ssig")};
  const std::vector<std::uint32_t> internet = {four("acct"), four("sdmn"), four("srvr"), four("ptcl"),
                                               four("atyp"), four("port"), four("path")};
  std::vector<Relation> all = {
      {0, "CSSM_DL_DB_SCHEMA_INFO", {{0, "RelationID"}, {1, "RelationName", Format::text}}},
      {2,
       "CSSM_DL_DB_SCHEMA_ATTRIBUTES",
       {{0, "RelationID"},
        {1, "AttributeID"},
        {2, "AttributeNameFormat"},
        {3, "AttributeName", Format::text},
        {4, "AttributeNameID", Format::blob},
        {5, "AttributeFormat"}}},
      {
          1,
          "CSSM_DL_DB_SCHEMA_INDEXES",
          {{0, "RelationID"},
           {1, "IndexID"},
           {2, "AttributeID"},
           {3, "IndexType"},
           {4, "IndexedDataLocation"}},
      },
      {3,
       "CSSM_DL_DB_SCHEMA_PARSING_MODULE",
       {{0, "RelationID"},
        {1, "AttributeID"},
        {2, "ModuleID", Format::blob},
        {3, "AddinVersion", Format::text},
        {4, "SSID"},
        {5, "SubserviceType"}}},
      {0x80000000, "",
       password_attributes({{four("svce"), "", Format::blob}, {four("gena"), "", Format::blob}}), generic,
       generic, 3},
      {0x80000002, "",
       password_attributes({{four("vlme"), "", Format::blob},
                            {four("srvr"), "", Format::blob},
                            {four("ptcl"), "", Format::uint32},
                            {four("addr"), "", Format::blob},
                            {four("ssig"), "", Format::blob}}),
       share, share, 5},
      {0x80000001, "",
       password_attributes({{four("sdmn"), "", Format::blob},
                            {four("srvr"), "", Format::blob},
                            {four("ptcl"), "", Format::uint32},
                            {four("atyp"), "", Format::blob},
                            {four("port"), "", Format::uint32},
                            {four("path"), "", Format::blob}}),
       internet, internet, 8},
      {0x80008000, "DBBlob", {}},
      {0x0F, "CSSM_DL_DB_RECORD_PUBLIC_KEY", key_attributes(), key_unique, key_single},
      {0x10, "CSSM_DL_DB_RECORD_PRIVATE_KEY", key_attributes(), key_unique, key_single},
      {0x11, "CSSM_DL_DB_RECORD_SYMMETRIC_KEY", key_attributes(), key_unique, key_single}};
  if (with_certificates)
    all.push_back(
        {0x80001000,
         "CSSM_DL_DB_RECORD_X509_CERTIFICATE",
         {{four("ctyp"), "CertType"},
          {four("cenc"), "CertEncoding"},
          {four("labl"), "PrintName", Format::blob},
          {four("alis"), "Alias", Format::blob},
          {four("subj"), "Subject", Format::blob},
          {four("issu"), "Issuer", Format::blob},
          {four("snbr"), "SerialNumber", Format::blob},
          {four("skid"), "SubjectKeyIdentifier", Format::blob},
          {four("hpky"), "PublicKeyHash", Format::blob}},
         {four("ctyp"), four("issu"), four("snbr")},
         {four("ctyp"), four("alis"), four("subj"), four("issu"), four("snbr"), four("skid"), four("hpky")}});
  return all;
}

}  // namespace enrolkit::test
