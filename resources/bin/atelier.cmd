@echo off
rem Starts the command line of the packaged program.
setlocal
if not "%~2"=="" goto run
if "%~1"=="--version" goto version
if "%~1"=="-v" goto version
:run
set "first=%~1"
if not defined first goto plain
if not "%first:~0,1%"=="-" goto words
if not exist "%first%" goto plain
rem Chromium reads its switches among all arguments up to `--`: a prompt, or the name of a file, may look like one.
:words
"%~dp0..\..\Atelier.exe" -- %*
exit /b %errorlevel%
:plain
"%~dp0..\..\Atelier.exe" %*
exit /b %errorlevel%
:version
type "%~dp0version"
