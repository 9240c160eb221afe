export { isForCommandLine } from './choose-door.ts'
export { programArguments, readPlaces } from './program-arguments.ts'
export { startCommandLine, type CommandLineProgram } from './start-command-line.ts'
export { lacksDisplay, runAgainWithoutDisplay } from './without-display.ts'
