@echo off
rem Starts the command line of the packaged program.
if not "%~2"=="" goto run
if "%~1"=="--version" goto version
if "%~1"=="-v" goto version
:run
"%~dp0..\..\Atelier.exe" %*
exit /b %errorlevel%
:version
type "%~dp0version"
