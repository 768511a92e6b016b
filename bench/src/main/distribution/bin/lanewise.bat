@echo off
rem Starts Lanewise on a JDK that is new enough.
rem
rem   LANEWISE_JAVA_HOME  the JDK to use; otherwise one is looked for
rem   LANEWISE_OPTS       flags for the JVM, separated by blanks
setlocal enableextensions disabledelayedexpansion

set "HOME_DIR=%~dp0.."
set "JAVA_EXE="

if defined LANEWISE_JAVA_HOME (
  call :consider "%LANEWISE_JAVA_HOME%"
  goto :found
)
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for %%j in (java.exe) do if not "%%~$PATH:j"=="" call :consider "%%~dp$PATH:j.."
for /d %%d in (
  "%ProgramFiles%\Java\*"
  "%ProgramFiles%\Eclipse Adoptium\*"
  "%ProgramFiles%\Microsoft\*"
  "%ProgramFiles%\Zulu\*"
  "%ProgramFiles%\Amazon Corretto\*"
  "%ProgramFiles%\BellSoft\*"
  "%USERPROFILE%\.jdks\*"
  "%USERPROFILE%\scoop\apps\*jdk*"
) do (
  call :consider "%%~d"
  call :consider "%%~d\current"
)

:found
if not defined JAVA_EXE (
  if defined LANEWISE_JAVA_HOME (
    echo lanewise: needs JDK 25.0.3 or later, LANEWISE_JAVA_HOME=%LANEWISE_JAVA_HOME% is not one 1>&2
  ) else (
    echo lanewise: needs JDK 25.0.3 or later, found none; set LANEWISE_JAVA_HOME to where one is 1>&2
  )
  exit /b 2
)

"%JAVA_EXE%" --enable-native-access=dev.lanewise.ffi --sun-misc-unsafe-memory-access=allow %LANEWISE_OPTS% --module-path "%HOME_DIR%\lib" --module dev.lanewise.bench/dev.lanewise.bench.Main %*
exit /b %ERRORLEVEL%

rem Takes the JDK in the folder %1 if there is one and its release file says it is new enough.
:consider
if defined JAVA_EXE exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==" %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
  for /f "tokens=1-3 delims=.+-_" %%a in ("%%~v.0.0") do call :compare %%a %%b %%c "%~1\bin\java.exe"
)
exit /b 0

:compare
if %1 lss 25 exit /b 0
if %1 gtr 25 goto :accept
if %2 gtr 0 goto :accept
if %3 lss 3 exit /b 0
:accept
set "JAVA_EXE=%~4"
exit /b 0
