import { listenLocal } from '../../../src/main/platform/network/local-socket.ts'

/** Listens for the library named in the arguments until it is killed, and echoes what it receives. */
const [home = ''] = process.argv.slice(2)
try {
  await listenLocal(home, (stream) => stream.pipe(stream))
  process.stdout.write('listening\n')
} catch (thrown) {
  process.stdout.write(`${String(thrown)}\n`)
}
