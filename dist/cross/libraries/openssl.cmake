# OpenSSL's TLS and what it needs, by its own build: nobody else's knows its assembler. What a client of HTTPS does not
# ask for stays out: old ciphers, mail, time stamps, QUIC, engines, loadable modules, configuration files.
cmake_minimum_required(VERSION 3.25)
project(openssl C)
find_program(PERL perl REQUIRED)
find_program(MAKE make REQUIRED)
set(without afalgeng apps argon2 aria async autoload-config bf blake2 camellia cast cmp cms comp ct
  default-thread-pool docs dsa dso dtls dynamic-engine ec2m engine filenames gost idea legacy md4 mdc2 ml-dsa
  module multiblock nextprotoneg ocb padlockeng quic rc2 rc4 rfc3779 rmd160 scrypt seed shared siphash siv slh-dsa sm2
  sm3 sm4 srp srtp ssl-trace static-engine tests thread-pool ts ui-console whirlpool)
list(TRANSFORM without PREPEND no-)

# Its library tells by which command it was made: a name that is the same everywhere. The architecture is the compiler's
# own; Zig's would not know the flag that Configure's targets add.
set(flags "${CMAKE_C_COMPILER_ARG1} ${CMAKE_C_FLAGS} -fvisibility=hidden")
if(CMAKE_HOST_SYSTEM_NAME STREQUAL "Darwin")
  string(APPEND flags " -arch ${ENROLKIT_ARCH} -mmacosx-version-min=${CMAKE_OSX_DEPLOYMENT_TARGET}")
endif()
set(tools ${CMAKE_BINARY_DIR}/tools)
file(WRITE ${tools}/enrolkit-cc "#!/bin/sh\nexec '${CMAKE_C_COMPILER}' ${flags} \"$@\"\n")
file(CHMOD ${tools}/enrolkit-cc PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
file(WRITE ${tools}/enrolkit.conf "my %targets = (
  'enrolkit-x86_64' => { inherit_from => ['darwin64-x86_64'], CFLAGS => '', cflags => threads('') },
  'enrolkit-arm64' => { inherit_from => ['darwin64-arm64'], CFLAGS => '', cflags => threads('') },
  'enrolkit-linux-x86_64' => { inherit_from => ['linux-x86_64'], CFLAGS => '', cflags => threads('') },
  'enrolkit-linux-arm64' => { inherit_from => ['linux-aarch64'], CFLAGS => '', cflags => threads('') },
);
")
set(path "${tools}:$ENV{PATH}")
set(jobs $ENV{ENROLKIT_JOBS})
if(NOT jobs)
  set(jobs 1)
endif()
# OPENSSLDIR is where the system has its list of root certificates: cert.pem in there, or on Linux the folder certs. On a
# Mac /dev/urandom is the source of chance: Apple's function for it is declared in headers that Zig has not.
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  set(target enrolkit-linux-${ENROLKIT_ARCH} --openssldir=/etc/ssl)
else()
  set(target enrolkit-${ENROLKIT_ARCH} --openssldir=/private/etc/ssl -DOPENSSL_NO_APPLE_CRYPTO_RANDOM)
endif()
set(own ${CMAKE_COMMAND} -E env --unset=CFLAGS --unset=CXXFLAGS --unset=MAKEFLAGS SOURCE_DATE_EPOCH=0 CC=enrolkit-cc
  AR=${CMAKE_AR} RANLIB=${CMAKE_RANLIB} "PATH=${path}")
add_custom_target(libraries ALL
  COMMAND ${own} ${PERL} Configure --config=${tools}/enrolkit.conf ${target} ${without} --prefix=/usr --libdir=lib
  COMMAND ${own} ${MAKE} -s -j${jobs} build_libs
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM)
install(FILES libcrypto.a libssl.a DESTINATION lib)
install(DIRECTORY include/openssl DESTINATION include FILES_MATCHING PATTERN "*.h")
