import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readdirSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { filesToClose } from './start-without-keys.ts'

function isSocket(file: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${file}`).startsWith('socket:')
  } catch {
    return false
  }
}

it.runIf(process.platform === 'linux')(
  'closes files and sockets, and keeps pipes and the standard streams',
  async () => {
    const file = openSync(import.meta.filename, 'r')
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    try {
      const sockets = readdirSync('/proc/self/fd')
        .filter(isSocket)
        .map(Number)
        .filter((each) => each > 2)
      expect(sockets).not.toHaveLength(0)
      const closed = filesToClose()
      expect(closed).toEqual(expect.arrayContaining([file, ...sockets]))
      expect(closed.filter((each) => each < 3)).toEqual([])
    } finally {
      closeSync(file)
      server.close()
    }
    const script = `import(${JSON.stringify(import.meta.resolve('./start-without-keys.ts'))}).then((m) => console.log(m.filesToClose().includes(3)))`
    const closesThird = (shell: string) =>
      spawnSync('sh', ['-c', shell, process.execPath, script], { encoding: 'utf8' }).stdout.trim()
    expect(closesThird('"$0" -e "$1" 3</dev/null')).toBe('true')
    expect(closesThird(': | "$0" -e "$1" 3<&0')).toBe('false')
  },
)
