# The part of mbedTLS that reads a certificate and its public key: no TLS, no ciphers, no PSA, no private keys. The
# configuration replaces its own, so that whoever includes its headers sees the same structures.
cmake_minimum_required(VERSION 3.25)
project(mbedtls C)
set(config "#include <limits.h>\n")
foreach(part IN ITEMS ASN1_PARSE_C ASN1_WRITE_C BIGNUM_C ECP_C ECP_NIST_OPTIM MD_C MD5_C OID_C PK_C PK_PARSE_C
    PK_PARSE_EC_COMPRESSED PK_PARSE_EC_EXTENDED PKCS1_V15 PKCS1_V21 PLATFORM_C RSA_C SHA1_C SHA224_C SHA256_C
    SHA384_C SHA512_C HAVE_TIME HAVE_TIME_DATE X509_CRT_PARSE_C X509_RSASSA_PSS_SUPPORT X509_USE_C)
  string(APPEND config "#define MBEDTLS_${part}\n")
endforeach()
# The curves that authorities of device certificates use: each other costs kilobytes on every Mac, and a certificate on one
# cannot be read, so it is never taken for good.
foreach(curve IN ITEMS SECP256R1 SECP384R1 SECP521R1)
  string(APPEND config "#define MBEDTLS_ECP_DP_${curve}_ENABLED\n")
endforeach()
file(WRITE include/mbedtls/mbedtls_config.h "${config}")
file(GLOB crypto library/*.c)
list(FILTER crypto EXCLUDE REGEX "/(ssl_|mps_|net_sockets|debug|x509|pkcs7|psa_)")
file(GLOB x509 library/x509.c library/x509_crt.c)
add_library(mbedcrypto STATIC ${crypto})
add_library(mbedx509 STATIC ${x509})
foreach(library IN ITEMS mbedcrypto mbedx509)
  target_include_directories(${library} PRIVATE include library)
endforeach()
install(TARGETS mbedcrypto mbedx509 DESTINATION lib)
install(DIRECTORY include/mbedtls include/psa DESTINATION include FILES_MATCHING PATTERN "*.h")
