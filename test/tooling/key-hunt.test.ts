import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { buffer } from 'node:stream/consumers'
import { deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { formsOf, huntInFiles, huntInProcess, makeKey } from '../e2e/support/key-hunt.ts'

// A hunt that finds nothing proves something only if it finds a key that is there.
const key = makeKey('planted')
const forms = formsOf('planted', key)
const text = (encoding: BufferEncoding) => Buffer.from(`Sent: ${key}.`, encoding)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-hunt-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function zipped(): Promise<Buffer> {
  const zip = new ZipFile()
  zip.addBuffer(text('utf8'), 'log.txt', { compress: true })
  zip.end()
  return buffer(zip.outputStream)
}

const planted: Readonly<Record<string, () => Buffer | Promise<Buffer>>> = {
  'as it is': () => text('utf8'),
  'cut in its middle': () => text('utf8').subarray(0, -19),
  'in UTF-16': () => text('utf16le'),
  'in UTF-16, big-endian': () => text('utf16le').swap16(),
  'in base64': () => Buffer.from(text('utf8').toString('base64')),
  'in base64 for addresses': () => Buffer.from(text('utf8').toString('base64url')),
  'in hex': () => Buffer.from(text('utf8').toString('hex')),
  'in an address': () => Buffer.from(`https://service.example/?key=${encodeURIComponent(key)}`),
  'as JSON escapes': () =>
    Buffer.from(Array.from(key, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')),
  'in gzip': () => gzipSync(text('utf8')),
  'compressed inside a file': () => Buffer.concat([Buffer.alloc(100), deflateSync(text('utf8')), Buffer.alloc(100)]),
  'in an archive of another name': zipped,
}

describe('a hunt for a key in files', () => {
  it.each(Object.entries(planted))('finds it %s', async (_how, make) => {
    await writeFile(join(folder, 'planted.bin'), await make())
    expect(await huntInFiles(folder, forms)).not.toEqual([])
  })

  it('finds it in a deleted row of a database', async () => {
    const database = new DatabaseSync(join(folder, 'a.db'))
    database.exec('PRAGMA secure_delete = off; CREATE TABLE notes (text TEXT)')
    database.prepare('INSERT INTO notes VALUES (?)').run(`${'x'.repeat(9_000)}${key}${'x'.repeat(9_000)}`)
    database.exec('DELETE FROM notes')
    database.close()
    expect(await huntInFiles(folder, forms)).not.toEqual([])
  })

  it('finds nothing where there is none', async () => {
    await writeFile(join(folder, 'clean.bin'), gzipSync(Buffer.from(makeKey('other'))))
    expect(await huntInFiles(folder, forms)).toEqual([])
  })
})

describe.runIf(process.platform === 'linux')('a hunt for a key in a process', () => {
  const control = 'ATELIER_HUNT_CONTROL'
  async function huntIn(args: readonly string[], env: Readonly<Record<string, string>>) {
    const script = 'const kept = process.argv[1] ?? ""; console.log("ready"); process.stdin.on("data", () => kept)'
    const child = spawn(process.execPath, ['-e', script, ...args], {
      env: { ELECTRON_RUN_AS_NODE: '1', [control]: '1', ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    try {
      await new Promise((resolve) => child.stdout.once('data', resolve))
      return await huntInProcess(String(child.pid), forms, control)
    } finally {
      child.kill('SIGKILL')
    }
  }

  it('finds it in its arguments, its environment and its memory, and nothing where there is none', async () => {
    const given = await huntIn([key], {})
    expect(given.written).not.toEqual([])
    expect(given.inMemory).not.toEqual([])
    expect((await huntIn([], { SOME_KEY: key })).written).not.toEqual([])
    expect(await huntIn([], {})).toEqual({ written: [], inMemory: [] })
  })
})
