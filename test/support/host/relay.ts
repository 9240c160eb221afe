import { startInHost } from './run-in-host.ts'

// For programs that start Atelier themselves: a process with the streams, the signals and the exit code of a command, which
// runs in the host.

const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env
const { stdin, stdout, stderr } = process
const asked = { args: process.argv.slice(2), env, cwd: process.cwd(), home: env['ATELIER_HOME'] ?? '' }
const command = startInHost(asked, {
  onOut: (bytes) => void stdout.write(bytes),
  onSaid: (text) => void stderr.write(text),
})
stdin.on('data', (bytes) => command.write(bytes))
stdin.on('end', command.endInput)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, command.interrupt)
process.exitCode = (await command.ended).code
stdin.destroy()
