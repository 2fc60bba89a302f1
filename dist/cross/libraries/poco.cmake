# The part of POCO that `enrolkit server` links: the files below are those that the linker takes from a whole POCO (its
# archives' members in the linker's map), about half of it, so that a build takes minutes. A file that a change of ours
# makes necessary shows itself as an undefined symbol, in the file that defines it. PCRE2 and utf8proc are POCO's own
# copies; expat, SQLite and zlib are those beside this, which get Debian's patches.
cmake_minimum_required(VERSION 3.25)
project(poco C CXX)
set(CMAKE_CXX_STANDARD 17)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(EXPAT REQUIRED)
find_package(SQLite3 REQUIRED)
# Nothing may find POCO's copies.
file(GLOB copies XML/src/expat*.h XML/src/xml*.cpp XML/src/xml*.c XML/src/xml*.h Data/SQLite/src/sqlite3*)
file(REMOVE ${copies})

# poco(NAME FOLDER NEEDS... FILES...): Poco::NAME of the files FOLDER/src/*; without an ending, .cpp is meant. A dozen
# files are compiled at a time, which takes an eighth of the time; but not C, and not those that do not bear company
# (macros of one letter or of PCRE2, a name that hides another).
set(alone MD4Engine.cpp MD5Engine.cpp RegularExpression.cpp SHA1Engine.cpp SHA2Engine.cpp StatementImpl.cpp Unicode.cpp)
function(poco name folder)
  cmake_parse_arguments(PARSE_ARGV 2 it "" "" "NEEDS;FILES")
  foreach(file IN LISTS it_FILES)
    if(NOT file MATCHES "\\.")
      string(APPEND file .cpp)
    endif()
    if(file IN_LIST alone OR NOT file MATCHES "^[A-Z].*\\.cpp$")
      set_source_files_properties(${folder}/src/${file} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
    list(APPEND sources ${folder}/src/${file})
  endforeach()
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES OUTPUT_NAME Poco${name} UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/${folder}/include>
    $<INSTALL_INTERFACE:include> PRIVATE ${folder}/src)
  target_link_libraries(${name} PUBLIC ${it_NEEDS})
  install(TARGETS ${name} EXPORT poco DESTINATION lib)
  install(DIRECTORY ${folder}/include/Poco DESTINATION include FILES_MATCHING PATTERN "*.h")
endfunction()

poco(Foundation Foundation NEEDS ZLIB::ZLIB
  FILES ASCIIEncoding ActiveDispatcher ActiveThreadPool ArchiveStrategy Ascii AsyncChannel AtomicCounter Base64Decoder
    Base64Encoder BinaryReader BinaryWriter BufferedBidirectionalStreamBuf BufferedStreamBuf Bugcheck Channel Clock
    Condition Configurable ConsoleChannel CountingStream DateTime DateTimeFormat DateTimeFormatter DateTimeParser
    Debugger DeflatingStream DigestEngine DirectoryIterator Environment Error ErrorHandler Event EventChannel Exception
    File FileChannel FileStream FileStreamFactory Format Formatter FormattingChannel JSONFormatter JSONString
    Latin1Encoding Latin2Encoding Latin9Encoding LineEndingConverter LocalDateTime LogFile Logger LoggingFactory
    LoggingRegistry MD4Engine MD5Engine MemoryPool MemoryStream Message Mutex Notification NotificationQueue NullChannel NullStream
    NumberFormatter NumberParser NumericString Path PatternFormatter Pipe PipeImpl Process PurgeStrategy RWLock Random
    RandomStream RefCountedObject RegularExpression RotateStrategy Runnable SHA1Engine SHA2Engine SignalHandler
    SimpleFileChannel SplitterChannel Stopwatch StreamConverter StreamCopier StringTokenizer SyslogChannel TextConverter
    TextEncoding TextIterator Thread ThreadLocal ThreadPool Timespan Timestamp Timezone URI URIStreamFactory URIStreamOpener
    UTF16Encoding UTF32Encoding UTF8Encoding UTF8String UUID UnbufferedStreamBuf Unicode UnicodeConverter Var VarHolder
    Windows1250Encoding Windows1251Encoding Windows1252Encoding pcre2_auto_possess.c pcre2_chartables.c pcre2_chkdint.c
    pcre2_compile.c pcre2_context.c pcre2_error.c pcre2_extuni.c pcre2_find_bracket.c pcre2_match.c pcre2_match_data.c
    pcre2_newline.c pcre2_ord2utf.c pcre2_pattern_info.c pcre2_script_run.c pcre2_string_utils.c pcre2_study.c
    pcre2_substring.c pcre2_tables.c pcre2_ucd.c pcre2_valid_utf.c pcre2_xclass.c utf8proc.c)
poco(XML XML NEEDS Foundation EXPAT::EXPAT
  FILES AbstractContainerNode AbstractNode Attr AttrMap Attributes AttributesImpl CDATASection CharacterData
    ChildNodesList Comment ContentHandler DOMBuilder DOMException DOMImplementation DOMObject DOMParser DOMSerializer
    DOMWriter DTDHandler DTDMap DefaultHandler Document DocumentEvent DocumentFragment DocumentType Element
    ElementsByTagNameList Entity EntityReference EntityResolver EntityResolverImpl ErrorHandler Event EventDispatcher
    EventException EventTarget InputSource LexicalHandler Locator LocatorImpl MutationEvent Name NamePool NamedNodeMap
    NamespaceStrategy NamespaceSupport Node NodeList Notation ParserEngine ProcessingInstruction SAXException SAXParser
    Text WhitespaceFilter XMLException XMLFilter XMLFilterImpl XMLReader XMLWriter)
poco(JSON JSON NEEDS Foundation
  FILES Array Handler JSONException Object ParseHandler Parser ParserImpl Query Stringifier pdjson.c)
poco(Util Util NEEDS XML JSON Foundation
  FILES AbstractConfiguration Application ConfigurationView IniFileConfiguration JSONConfiguration
    LayeredConfiguration LocalConfigurationView LoggingConfigurator LoggingSubsystem MapConfiguration Option
    OptionException OptionProcessor OptionSet PropertyFileConfiguration Subsystem SystemConfiguration XMLConfiguration)
# A server's half of HTTP, too: `enrolkit server watch` listens, and so does the simulated server of the tests.
poco(Net Net NEEDS Foundation
  FILES AbstractHTTPRequestHandler DNS FilePartSource HTMLForm HTTPAuthenticationParams HTTPBasicCredentials
    HTTPBufferAllocator HTTPChunkedStream HTTPClientSession HTTPCookie HTTPCredentials HTTPDigestCredentials
    HTTPFixedLengthStream HTTPHeaderStream HTTPMessage HTTPNTLMCredentials HTTPRequest HTTPRequestHandler
    HTTPRequestHandlerFactory HTTPResponse HTTPServer HTTPServerConnection HTTPServerConnectionFactory HTTPServerParams
    HTTPServerRequest HTTPServerRequestImpl HTTPServerResponse HTTPServerResponseImpl HTTPServerSession HTTPSession
    HTTPStream HostEntry IPAddress IPAddressImpl MediaType MessageHeader MultipartReader MultipartWriter
    NTLMCredentials NameValueCollection NetException NullPartHandler PartHandler PartSource PollSet
    SSPINTLMCredentials ServerSocket ServerSocketImpl Socket SocketAddress SocketAddressImpl SocketImpl StreamSocket
    StreamSocketImpl StringPartSource TCPServer TCPServerConnection TCPServerConnectionFactory TCPServerDispatcher
    TCPServerParams)
poco(Crypto Crypto NEEDS Foundation OpenSSL::SSL OpenSSL::Crypto
  FILES CryptoException ECKeyImpl EVPPKey KeyPairImpl OpenSSLInitializer RSAKeyImpl X509Certificate)
poco(NetSSL NetSSL_OpenSSL NEEDS Crypto Util Net
  FILES AcceptCertificateHandler CertificateHandlerFactory CertificateHandlerFactoryMgr ConsoleCertificateHandler
    Context HTTPSClientSession InvalidCertificateHandler KeyConsoleHandler KeyFileHandler PrivateKeyFactory
    PrivateKeyFactoryMgr PrivateKeyPassphraseHandler RejectCertificateHandler SSLException SSLManager SecureServerSocket
    SecureServerSocketImpl SecureSocketImpl SecureStreamSocket SecureStreamSocketImpl Session Utility VerificationErrorArgs X509Certificate)
poco(Data Data NEEDS Foundation
  FILES AbstractBinder AbstractBinding AbstractExtraction AbstractExtractor AbstractPreparation Bulk Connector
    DataException Date Limit MetaColumn Position RecordSet Row RowFilter RowFormatter RowIterator Session SessionFactory
    SessionImpl SimpleRowFormatter Statement StatementCreator StatementImpl Time Transcoder)
poco(DataSQLite Data/SQLite NEEDS Data SQLite::SQLite3
  FILES Binder Connector Extractor SQLiteException SQLiteStatementImpl SessionImpl Utility)

# As POCO's own build has them for macOS.
target_compile_definitions(Foundation PUBLIC POCO_STATIC POCO_CMAKE POCO_OS_FAMILY_UNIX POCO_HAVE_IPv6 POCO_NO_STAT64
  POCO_ENABLE_CPP11 POCO_ENABLE_CPP14 POCO_DATA_NO_SQL_PARSER UTF8PROC_STATIC)
target_compile_definitions(XML PUBLIC XML_DTD XML_GE PRIVATE POCO_UNBUNDLED)
target_include_directories(Data PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/Data/src>)
target_compile_definitions(DataSQLite PRIVATE POCO_UNBUNDLED)

install(EXPORT poco NAMESPACE Poco:: FILE PocoTargets.cmake DESTINATION lib/cmake/Poco)
file(WRITE ${CMAKE_BINARY_DIR}/PocoConfig.cmake "include(CMakeFindDependencyMacro)
find_dependency(ZLIB)
find_dependency(OpenSSL)
find_dependency(EXPAT)
find_dependency(SQLite3)
include(\${CMAKE_CURRENT_LIST_DIR}/PocoTargets.cmake)
")
install(FILES ${CMAKE_BINARY_DIR}/PocoConfig.cmake DESTINATION lib/cmake/Poco)
