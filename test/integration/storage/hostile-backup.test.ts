import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import type { Storage } from '../../../src/main/storage/index.ts'
import { failureOf } from '../../support/failure-of.ts'
import { withLibrary } from '../../support/open-library.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { smallPng } from '../../support/small-images.ts'
import { folderInMemory, withHome } from '../../support/temporary-home.ts'

const home = withHome()
let outside: string
let storage: Storage
let database: Buffer

interface Packed {
  readonly name: string
  readonly bytes: Buffer
  /** The length stated in the manifest. */
  readonly statedBytes?: number
}

/** Writes a backup as an attacker might, with any names and lengths. */
async function pack(files: readonly Packed[], facts: { readonly createdAtMs?: number } = {}): Promise<string> {
  const zip = new ZipFile()
  // The zip writer refuses some names, so those are only in the manifest, which is read first.
  for (const { name, bytes } of files) if (!/\\|\.\.|^\//.test(name)) zip.addBuffer(bytes, name)
  const manifest = {
    format: 'atelier-backup',
    version: 1,
    appVersion: '0.1.0',
    createdAtMs: 1,
    pictures: 0,
    ...facts,
    files: files.map(({ name, bytes, statedBytes = bytes.length }) => {
      return { name, bytes: statedBytes, sha256: createHash('sha256').update(bytes).digest('hex') }
    }),
  }
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), 'manifest.json')
  zip.end()
  const path = join(outside, 'theirs.zip')
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

const opened = withLibrary(home)
beforeEach(async () => {
  outside = await mkdtemp(join(folderInMemory(), 'atelier-outside-'))
  storage = openTestStorage(home.paths, opened)
  await opened.database.opened()
  const copy = join(outside, 'copy.db')
  new DatabaseSync(home.paths.databaseFile).exec(`VACUUM INTO '${copy}'`)
  database = await readFile(copy)
})

afterEach(async () => {
  await rm(outside, { recursive: true, force: true })
})

describe('a malicious or invalid backup', () => {
  it.each([
    '../../stolen.txt',
    'library/../../../stolen.txt',
    'library\\..\\stolen.txt',
    '/tmp/stolen.txt',
    'moved-to.json',
  ])('writes nothing to %s', async (name) => {
    const file = await pack([
      { name: 'atelier.db', bytes: database },
      { name, bytes: Buffer.from('stolen') },
    ])
    expect(await failureOf(storage.prepareRestore(file))).toMatchObject({ code: 'media/undecodable' })
    expect((await readdir(home.paths.root)).filter((each) => /restore-|pending|moved-to/.test(each))).toEqual([])
  })

  it.each([
    ['a file outside the library', `relative_path = '../../precious.txt'`],
    ['a file by its whole path', `relative_path = '/etc/passwd'`],
    ['the library folder itself', `relative_path = '.'`],
    ['an image whose masks are elsewhere', `id = '../../precious'`],
    ['a shared original that is none', `shared_path = '/home/somebody/.profile'`],
    [
      'a shared original in another folder',
      `shared_path = '/srv/atelier-originals/files/../../ab/atelier-originals/files/ab/ab${'0'.repeat(62)}.png'`,
    ],
    ['an image from after the end of time', 'created_at_ms = 9000000000000000'],
  ])('is refused when its database names %s', async (_what, change) => {
    await rm(join(outside, 'named.db'), { force: true })
    const named = join(outside, 'named.db')
    const path = join(outside, 'kite.png')
    await writeFile(path, smallPng(1))
    await opened.assets.imports.addFiles([path])
    const original = new DatabaseSync(home.paths.databaseFile)
    original.exec(`VACUUM INTO '${named}'`)
    original.close()
    const db = new DatabaseSync(named)
    const sharedPath = `/srv/atelier-originals/files/ab/ab${'0'.repeat(62)}.png`
    db.exec(`UPDATE assets SET shared_path = '${sharedPath}'`)
    db.close()
    const kite = { name: 'atelier.db', bytes: await readFile(named) }
    expect(await storage.prepareRestore(await pack([kite]))).toMatchObject({ held: 0 })
    await storage.forgetPending()
    const changed = new DatabaseSync(named)
    changed.exec(`PRAGMA foreign_keys = OFF; UPDATE assets SET ${change}`)
    changed.close()
    const file = await pack([{ name: 'atelier.db', bytes: await readFile(named) }])
    expect(await failureOf(storage.prepareRestore(file))).toMatchObject({ code: 'storage/corrupt' })
    expect((await readdir(home.paths.root)).filter((each) => each.startsWith('restore-'))).toEqual([])
  })

  it('says which programs and addresses its settings name that the present ones do not', async () => {
    const known = { enginePath: '/usr/lib/libstable-diffusion.so' }
    await writeFile(join(home.paths.root, 'settings.json'), JSON.stringify({ version: 1, ...known }))
    const openai = { isEnabled: true, baseUrl: 'https://api.thief.example/v1' }
    const settings = { version: 1, ...known, externalEditor: '/tmp/editor', providers: { openai } }
    const yaml = 'settings:\n  rewriter:\n    base_url: http://127.0.0.1:9\n  engine_path: library/evil.so\n'
    const files = [
      { name: 'atelier.db', bytes: database },
      { name: 'settings.json', bytes: Buffer.from(JSON.stringify(settings)) },
    ]
    const withYaml = [...files, { name: 'atelier.yaml', bytes: Buffer.from(yaml) }]
    const introduced = ['/tmp/editor', openai.baseUrl]
    expect(await storage.prepareRestore(await pack(files))).toMatchObject({ introduced })
    expect((await storage.usage()).pending).toMatchObject({ introduced })
    await storage.forgetPending()
    expect(await storage.prepareRestore(await pack(withYaml))).toMatchObject({
      introduced: [join(home.paths.root, 'library/evil.so'), '/tmp/editor', 'http://127.0.0.1:9', openai.baseUrl],
    })
    await storage.forgetPending()
    expect(await storage.prepareRestore(await pack([files[0]!]))).toMatchObject({ introduced: [] })
  })

  it('is refused when it is from after the end of time', async () => {
    const file = await pack([{ name: 'atelier.db', bytes: database }], { createdAtMs: 9e15 })
    expect(await failureOf(storage.prepareRestore(file))).toMatchObject({ code: 'media/undecodable' })
  })

  it('is refused before anything is written when it needs more space than available', async () => {
    const kite = { name: 'library/kite.png', bytes: Buffer.from('kite'), statedBytes: 5e15 }
    const file = await pack([{ name: 'atelier.db', bytes: database }, kite])
    expect(await failureOf(storage.prepareRestore(file))).toMatchObject({ code: 'storage/full' })
  })

  it('is refused when made by a newer Atelier', async () => {
    const newer = join(outside, 'newer.db')
    await writeFile(newer, database)
    const db = new DatabaseSync(newer)
    db.exec('PRAGMA user_version = 9999')
    db.close()
    const file = await pack([{ name: 'atelier.db', bytes: await readFile(newer) }])
    expect(await failureOf(storage.prepareRestore(file))).toMatchObject({ code: 'storage/migration-failed' })
  })

  it.each([
    ['damaged', () => Buffer.concat([database.subarray(0, 4096), Buffer.alloc(database.length - 4096, 7)])],
    ['not a database', () => Buffer.from('no database')],
    ['from another program', () => database.fill(0, 60, 64)],
  ])('is refused when its database is %s', async (_how, make) => {
    const file = await pack([{ name: 'atelier.db', bytes: make() }])
    expect(await failureOf(storage.prepareRestore(file))).toMatchObject({ code: 'storage/corrupt' })
    expect((await readdir(home.paths.root)).filter((each) => each.startsWith('restore-'))).toEqual([])
  })
})
