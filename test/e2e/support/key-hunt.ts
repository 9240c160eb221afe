import { randomBytes } from 'node:crypto'
import { open, readdir, readFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { constants, unzipSync } from 'node:zlib'
import yauzl from 'yauzl'

/** A key that a service could give, with the characters that encodings change. */
export function makeKey(name: string): string {
  return `sk-${name}-a+b/${randomBytes(30).toString('base64url')}`
}

interface Form {
  readonly name: string
  readonly bytes: Buffer
}

const tailChars = 36

/** All the ways a key might be written down; its halves also find it where it was cut. */
export function formsOf(label: string, key: string): Form[] {
  const secret = key.slice(-tailChars)
  const halves = [secret.slice(0, tailChars / 2), secret.slice(tailChars / 2)]
  const base64 = [0, 1, 2].map((shift) => {
    // Three bytes become four characters: what is before shifts them, and the ends depend on the neighbors.
    const text = Buffer.from('x'.repeat(shift) + secret).toString('base64')
    return text.slice(4, 4 + 40)
  })
  const hex = Buffer.from(halves[0]!).toString('hex')
  const texts: [string, string][] = [
    ['first half', halves[0]!],
    ['second half', halves[1]!],
    ['as JSON escapes', unicodeEscapes(halves[0]!)],
    ['reversed', Array.from(halves[0]!).toReversed().join('')],
    ['URL-encoded', encodeURIComponent(key)],
    ['hex', hex],
    ['upper hex', hex.toUpperCase()],
    ...base64.map((text, shift): [string, string] => [`base64 at ${shift}`, text]),
  ]
  return [
    ...texts.map(([name, text]) => ({ name: `${label}, ${name}`, bytes: Buffer.from(text) })),
    ...halves.map((half, at) => ({ name: `${label}, UTF-16 ${at}`, bytes: Buffer.from(half, 'utf16le') })),
    { name: `${label}, UTF-16 BE`, bytes: Buffer.from(halves[0]!, 'utf16le').swap16() },
  ]
}

/** As some programs write every character into JSON. */
function unicodeEscapes(text: string): string {
  return Array.from(text, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`).join('')
}

/** The names of the forms that are in these bytes. */
export function findForms(bytes: Buffer, forms: readonly Form[]): string[] {
  return forms.filter((form) => bytes.includes(form.bytes)).map(({ name }) => name)
}

/** Every file below a folder that holds a form of a key, also compressed or packed in a zip, and every file so named. */
export async function huntInFiles(folder: string, forms: readonly Form[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const report = (names: readonly string[]) => found.push(...names.map((name) => `${path}: ${name}`))
    report(findForms(Buffer.from(entry.name), forms))
    if (!entry.isFile()) continue
    const bytes = await readFile(path)
    report(findForms(bytes, forms))
    for (const part of inflated(bytes)) report(findForms(part, forms))
    if (bytes.subarray(0, 4).equals(zipStart)) for await (const part of unpacked(path)) report(findForms(part, forms))
  }
  return found
}

const zipStart = Buffer.from('PK\u0003\u0004')
/** gzip, and zlib at its four levels, as PNG, PDF and many others have it inside. */
const compressedStarts = [[0x1f, 0x8b, 8], ...[0x01, 0x5e, 0x9c, 0xda].map((level) => [0x78, level])].map((start) =>
  Buffer.from(start),
)
const inflatedBytesMax = 64 * 2 ** 20

/** What is compressed anywhere in a file, as far as it can be read. */
function* inflated(bytes: Buffer): Generator<Buffer> {
  for (const start of compressedStarts) {
    for (let at = bytes.indexOf(start); at !== -1; at = bytes.indexOf(start, at + 1)) {
      const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: inflatedBytesMax }
      try {
        yield unzipSync(bytes.subarray(at), options)
      } catch {
        // Those bytes have begun nothing, or what they began is damaged.
      }
    }
  }
}

async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const archive = await yauzl.openPromise(path)
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    const stream = await archive.openReadStreamPromise(entry)
    const parts: Buffer[] = []
    for await (const part of stream) parts.push(part as Buffer)
    yield Buffer.concat(parts)
  }
}

/** Written by the process itself, and not a file's. */
const isPrivateMemory = /^\S+ rw.p \S+ 00:00 0\b/

/**
 * What is in a process's arguments and environment, and, in the usual forms, in its memory. Needs the right to read that.
 * @throws if `control`, which every process has, was not found: then nothing was searched
 */
export async function huntInProcess(pid: string, forms: readonly Form[], control: string) {
  const written = Buffer.concat([await readFile(`/proc/${pid}/cmdline`), await readFile(`/proc/${pid}/environ`)])
  const plain = forms.filter(({ name }) => /half|UTF-16|base64/.test(name))
  const found = await huntInMemory(pid, [...plain, { name: control, bytes: Buffer.from(control) }])
  if (!found.includes(control)) throw new Error(`The memory of process ${pid} does not even hold “${control}”.`)
  return { written: findForms(written, forms), inMemory: found.filter((name) => name !== control) }
}

/** Its private pages, a part of a region at a time. */
async function huntInMemory(pid: string, forms: readonly Form[]): Promise<string[]> {
  const regions = (await readFile(`/proc/${pid}/maps`, 'utf8')).split('\n').filter((line) => isPrivateMemory.test(line))
  const [memory, pagemap] = await Promise.all(['mem', 'pagemap'].map((name) => open(`/proc/${pid}/${name}`)))
  const found = new Set<string>()
  try {
    for (const region of regions) {
      for (const { from, to } of await usedParts(pagemap!, region)) {
        const bytes = Buffer.alloc(to - from)
        const { bytesRead } = await memory!.read(bytes, 0, bytes.length, from).catch(() => ({ bytesRead: 0 }))
        for (const name of findForms(bytes.subarray(0, bytesRead), forms)) found.add(name)
      }
    }
  } finally {
    await Promise.all([memory!.close(), pagemap!.close()])
  }
  return [...found]
}

const pageBytes = 4_096
const partPagesMax = 4_096

/** The runs of pages that are in memory or swapped out: V8 reserves hundreds of megabytes that it never uses. */
async function usedParts(pagemap: FileHandle, region: string): Promise<{ from: number; to: number }[]> {
  const [start = 0, end = 0] = region
    .split(' ')[0]!
    .split('-')
    .map((text) => Number.parseInt(text, 16) / pageBytes)
  // One entry of 64 bits for each page; its two highest bits say that it is in memory or swapped out.
  const entries = Buffer.alloc((end - start) * 8)
  const { bytesRead } = await pagemap.read(entries, 0, entries.length, start * 8)
  const parts: { from: number; to: number }[] = []
  for (let page = start; page < start + bytesRead / 8; page += 1) {
    if ((entries[(page - start) * 8 + 7]! & 0xc0) === 0) continue
    const last = parts.at(-1)
    const from = page * pageBytes
    if (last?.to === from && from - last.from < partPagesMax * pageBytes) last.to += pageBytes
    else parts.push({ from, to: from + pageBytes })
  }
  return parts
}

/** What is alive in the page: V8's own snapshot of its heap, with every string. */
export async function huntInHeap(page: Page, forms: readonly Form[]): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const parts: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void parts.push(chunk))
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: false })
  await session.detach()
  const snapshot = Buffer.from(parts.join(''))
  if (!snapshot.includes('Studio')) throw new Error('The snapshot holds no text of the window.')
  return findForms(snapshot, forms)
}
