import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createChance } from '../../../../../../test/support/chance.ts'
import { ZipReader } from './zip-reader.ts'
import { ZipWriter } from './zip-writer.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-zip-'))
})
afterEach(() => rm(folder, { recursive: true }))

const path = () => join(folder, 'a.zip')
const signal = new AbortController().signal
const noise = randomBytes(3_000_000)

async function write(): Promise<Buffer> {
  await writeFile(join(folder, 'noise.bin'), noise)
  await ZipWriter.create(path(), async (zip) => {
    await zip.addStored('mimetype', Buffer.from('image/openraster'))
    await zip.addDeflated('Wörter/текст 🪁.json', Buffer.from('x'.repeat(100_000)))
    await zip.addFile('data/noise.bin', join(folder, 'noise.bin'), signal)
    await zip.addStored('empty', Buffer.alloc(0))
  })
  return readFile(path())
}

const read = (name: string, max = 1e7) => ZipReader.open(path(), (zip) => zip.read(name, max))

it('returns stored, deflated and file entries unchanged, with any name', async () => {
  const bytes = await write()
  expect(bytes.toString('latin1', 30, 54)).toBe('mimetypeimage/openraster')
  expect((await read('data/noise.bin')).equals(noise)).toBe(true)
  expect((await read('Wörter/текст 🪁.json')).toString()).toBe('x'.repeat(100_000))
  expect(await read('empty')).toHaveLength(0)
  await ZipReader.open(path(), (zip) => zip.extract('data/noise.bin', join(folder, 'out.bin'), 1e7, signal))
  expect((await readFile(join(folder, 'out.bin'))).equals(noise)).toBe(true)
  await ZipReader.open(path(), (zip) => zip.extract('Wörter/текст 🪁.json', join(folder, 'out.txt'), 1e7, signal))
  expect(await readFile(join(folder, 'out.txt'), 'utf8')).toBe('x'.repeat(100_000))
})

it('accepts a trailing comment, and refuses entries over the limit or missing', async () => {
  const bytes = await write()
  const comment = Buffer.from('a comment'.repeat(5))
  bytes.writeUInt16LE(comment.length, bytes.length - 2)
  await writeFile(path(), Buffer.concat([bytes, comment]))
  expect(await read('empty')).toHaveLength(0)
  await expect(read('data/noise.bin', 1_000)).rejects.toMatchObject({ code: 'media/too-large' })
  await expect(read('../../etc/passwd')).rejects.toMatchObject({ code: 'media/undecodable' })
})

const damage = async (change: (bytes: Buffer) => Buffer): Promise<void> => writeFile(path(), change(await write()))

describe('refuses a damaged or dishonest file:', () => {
  let outs = 0
  const refuse = async (name: string) => {
    const out = join(folder, `out-${outs++}`)
    const reading = [read(name), ZipReader.open(path(), (zip) => zip.extract(name, out, 1e7, signal))]
    for (const outcome of await Promise.allSettled(reading)) {
      expect(outcome.status === 'rejected' && (outcome.reason as { code: string }).code).toMatch(/^media\//)
    }
  }

  it.each([10, 100, 3_000_300, 3_100_000])('truncated after %i bytes', async (length) => {
    await damage((bytes) => bytes.subarray(0, Math.min(length, bytes.length - 1)))
    await refuse('data/noise.bin')
  })

  it('a changed byte', async () => {
    await damage((bytes) => {
      bytes[bytes.indexOf(noise.subarray(0, 16)) + 1_000_000]! ^= 1
      return bytes
    })
    await refuse('data/noise.bin')
  })

  it('a directory beyond the end, with wrong records, with a duplicate name', async () => {
    await damage((bytes) => {
      bytes.writeUInt32LE(bytes.length, bytes.length - 6)
      return bytes
    })
    await refuse('mimetype')
    await rm(path())
    await damage((bytes) => {
      bytes.writeUInt32LE(0, bytes.readUInt32LE(bytes.length - 6))
      return bytes
    })
    await refuse('mimetype')
    await rm(path())
    await ZipWriter.create(path(), async (zip) => {
      await zip.addStored('a', Buffer.from('1'))
      await zip.addStored('a', Buffer.from('2'))
    })
    await refuse('a')
  })

  it('an entry that inflates to more or less than it declares', async () => {
    for (const declaredBytes of [10, 2_000_000]) {
      await rm(path(), { force: true })
      await writeFile(path(), bomb(1_000_000, declaredBytes))
      await refuse('bomb')
    }
  })

  it('an end, or an entry, that is said to be beyond any file', async () => {
    const locator = Buffer.alloc(20, 0xff)
    locator.writeUInt32LE(0x07064b50, 0)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.fill(0xff, 8, 20)
    await writeFile(path(), Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(26), locator, end]))
    await refuse('mimetype')
    const far = bomb(1_000, 1_000)
    const at = far.readUInt32LE(far.length - 6)
    const extra = Buffer.from([1, 0, 8, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
    far.writeUInt16LE(extra.length, at + 30)
    far.writeUInt32LE(0xffff_ffff, at + 42)
    far.writeUInt32LE(50 + extra.length, far.length - 10)
    await writeFile(path(), Buffer.concat([far.subarray(0, -22), extra, far.subarray(-22)]))
    await ZipReader.open(path(), async (zip) => {
      for (const _ of [1, 2]) await expect(zip.read('bomb', 1e7)).rejects.toMatchObject({ code: 'media/undecodable' })
    })
  })

  it('a comment that holds a second end', async () => {
    await damage((bytes) => {
      const comment = Buffer.from('PK\x05\x06 comment'.repeat(5))
      bytes.writeUInt16LE(comment.length, bytes.length - 2)
      return Buffer.concat([bytes, comment])
    })
    await refuse('mimetype')
  })

  it('an unknown compression method, an encrypted entry', async () => {
    for (const [field, value] of [
      [10, 12],
      [8, 1],
    ] as const) {
      await rm(path(), { force: true })
      await damage((bytes) => {
        bytes.writeUInt16LE(value, bytes.readUInt32LE(bytes.length - 6) + field)
        return bytes
      })
      await refuse('mimetype')
    }
  })

  it('random bytes and random changes, unless still readable', async () => {
    const chance = createChance(2026)
    const sound = await write()
    const small = Buffer.concat([sound.subarray(0, 200), sound.subarray(sound.length - 400)])
    for (let n = 0; n < 200; n++) {
      const bytes = n % 2 === 0 ? Buffer.from(sound.subarray(sound.length - 500)) : Buffer.from(small)
      for (let k = 0; k < 20; k++) bytes[chance(bytes.length)] = chance(256)
      await writeFile(path(), bytes)
      await read('mimetype').then(
        () => undefined,
        (thrown: { code: string }) => expect(thrown.code).toMatch(/^media\//),
      )
    }
  })
})

it('leaves no other files behind', async () => {
  await write()
  expect((await readdir(folder)).toSorted()).toEqual(['a.zip', 'noise.bin'])
})

/** A single deflated entry of `bytes` zeros that declares another length. */
function bomb(bytes: number, declaredBytes: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(bytes))
  const name = Buffer.from('bomb')
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(declaredBytes, 22)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt32LE(declaredBytes, 24)
  central.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(50, 12)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([local, name, packed, central, name, end])
}
