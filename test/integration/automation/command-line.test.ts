import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import packageFile from '../../../package.json' with { type: 'json' }
import { latinText, pngWith } from '../../support/foreign-images.ts'
import { leaveRestoreWithoutFiles } from '../../support/leave-restore-without-files.ts'
import { hole, reportOf, size } from '../../support/program-stage.ts'
import { runBuiltProgram } from '../../support/run-built-program.ts'
import { runCommand } from '../../support/run-command.ts'
import { smallPng, maskPng, photoPng } from '../../support/small-images.ts'

let folder: string
let home: string
const at = (name: string) => join(folder, name)
const importing = (name: string) => ['import', `${name}.png`, '--json']
const atelier = (...args: string[]) => runCommand(args, { home, cwd: folder })

/** The states of all jobs, the newest first. */
function jobStates(): unknown[] {
  const db = new DatabaseSync(join(home, 'atelier.db'), { readOnly: true })
  try {
    return db
      .prepare('SELECT state FROM jobs ORDER BY created_at_ms DESC')
      .all()
      .map(({ state }) => state)
  } finally {
    db.close()
  }
}

const whenRunning = () => vi.waitFor(() => expect(jobStates()[0]).toBe('running'), 60_000)

/** Whether a pixel is outside the mask. */
function isOutside(n: number): boolean {
  const [x, y] = [n % size.widthPx, Math.floor(n / size.widthPx)]
  return x < hole.x || x >= hole.x + hole.widthPx || y < hole.y || y >= hole.y + hole.heightPx
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-command-line-'))
  home = join(folder, 'home')
  await Promise.all([
    writeFile(at('photo.png'), photoPng(size)),
    writeFile(at('mask.png'), maskPng(size, hole)),
    writeFile(at('small.png'), smallPng(1)),
    writeFile(at('text.png'), 'no image at all'),
  ])
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

describe('fill', () => {
  it('fills the white part of the mask, reports the result, and adds it to the library', async () => {
    const result = await atelier(
      'fill',
      'photo.png',
      '--mask',
      'mask.png',
      '--out',
      'filled.png',
      '--seed',
      '7',
      '--json',
    )
    expect(result).toMatchObject({ code: 0, err: '' })
    const report = reportOf(result)
    expect(report).toEqual({
      success: true,
      images: [
        {
          id: expect.any(String),
          mime: 'image/png',
          path: at('filled.png'),
          url: null,
          b64: null,
          seed_used: 7,
          revised_prompt: null,
          dialect: null,
          edit: null,
        },
      ],
      provider: 'content-aware-fill',
      model: null,
      timing_ms: expect.any(Number),
      cost_estimate: null,
      cost: null,
      usage: {},
      warnings: [],
      changed_inside: expect.any(Number),
      changed_outside: 0,
      error: null,
      error_code: null,
    })
    expect(report['changed_inside']).toBeGreaterThan(0)
    expect(report['changed_inside']).toBeLessThanOrEqual(hole.widthPx * hole.heightPx)
    const listed = reportOf(await atelier('list', '--json'))
    expect(listed.images.map(({ seed_used: seed }) => seed)).toEqual([7, null])
    expect(listed.images[0]?.id).toBe(report.images[0]?.id)
  })

  it('produces the same pixels for the same seed', async () => {
    const args = ['fill', 'photo.png', '--mask', 'mask.png', '--seed', '7', '--out']
    expect((await atelier(...args, 'again.png')).code).toBe(0)
    expect((await readFile(at('again.png'))).equals(await readFile(at('filled.png')))).toBe(false)
    // The recipes in the exported files have different IDs; the library's files contain only the same pixels.
    const { images } = reportOf(await atelier('list', '--json'))
    const [first, second] = await Promise.all(images.slice(0, 2).map(({ path }) => readFile(path)))
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true)
  })

  it('copies only from the sampling area', async () => {
    await writeFile(at('nowhere.png'), maskPng(size, { x: 0, y: 0, widthPx: 0, heightPx: 0 }))
    await writeFile(at('left.png'), maskPng(size, { x: 0, y: 0, widthPx: 30, heightPx: size.heightPx }))
    const args = ['fill', 'photo.png', '--mask', 'mask.png', '--seed', '7', '--json', '--out']
    const refused = await atelier(...args, 'none.png', '--sampling', 'nowhere.png')
    expect(reportOf(refused)).toMatchObject({ success: false, error_code: 'fill/nothing-to-copy' })
    expect((await atelier(...args, 'left-only.png', '--sampling', 'left.png')).code).toBe(0)
    const { images } = reportOf(await atelier('list', '--json'))
    const [painted, automatic] = await Promise.all(images.slice(0, 2).map(({ path }) => readFile(path)))
    expect(painted?.equals(automatic ?? Buffer.alloc(0))).toBe(false)
  })

  it('takes the format from the extension', async () => {
    const {
      code,
      out,
      err: complaints,
    } = await atelier('fill', 'photo.png', '--mask', 'mask.png', '--out', 'filled.webp')
    expect(code).toBe(0)
    expect(out).toContain(at('filled.webp'))
    const file = await readFile(at('filled.webp'))
    expect(file.subarray(8, 12).toString()).toBe('WEBP')
    // Counted on the exported file: lossy compression changes nearly every pixel.
    const [after, before] = await Promise.all(
      [file, at('photo.png')].map((from) => sharp(from).removeAlpha().raw().toBuffer()),
    )
    const pixels = Array.from({ length: size.widthPx * size.heightPx }, (_, n) => n)
    const differs = (n: number) => [0, 1, 2].some((channel) => after![n * 3 + channel] !== before![n * 3 + channel])
    const outside = pixels.filter((n) => isOutside(n) && differs(n)).length
    expect(outside).toBeGreaterThan(0)
    expect(out).toContain(
      `changed ${pixels.filter((n) => !isOutside(n) && differs(n)).length} px inside the mask, ${outside} outside `,
    )
    expect(complaints).toContain('uses lossy compression')
  })

  it('overwrites only with --force', async () => {
    const before = await readFile(at('filled.png'))
    const args = ['fill', 'photo.png', '--mask', 'mask.png', '--out', 'filled.png', '--seed', '8']
    const refused = await atelier(...args, '--json')
    expect(refused.code).toBe(2)
    expect(reportOf(refused)).toMatchObject({ success: false, error_code: 'storage/exists', images: [] })
    expect((await readFile(at('filled.png'))).equals(before)).toBe(true)
    expect((await atelier(...args, '--force')).code).toBe(0)
    expect((await readFile(at('filled.png'))).equals(before)).toBe(false)
  })

  it('stops when interrupted and leaves no partial files', async () => {
    const big = { widthPx: 2_400, heightPx: 1_800 }
    await writeFile(at('big.png'), photoPng(big))
    await writeFile(at('big-mask.png'), maskPng(big, { x: 600, y: 500, widthPx: 900, heightPx: 700 }))
    const result = await runCommand(['fill', 'big.png', '--mask', 'big-mask.png', '--out', 'big-filled.png'], {
      home,
      cwd: folder,
      onStarted: (interrupt) => void whenRunning().then(interrupt),
    })
    expect(result.code).toBe(5)
    await expect(stat(at('big-filled.png'))).rejects.toThrow('ENOENT')
    expect(await readdir(join(home, 'cache/temporary'))).toEqual([])
    expect(jobStates()[0]).toBe('cancelled')
  })
})

describe('bad input', () => {
  const fill = ['fill', 'photo.png', '--mask', 'mask.png', '--out', 'new.png']
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown command', ['frobnicate'], /Unknown command “frobnicate”/],
    ['an unknown option', [...fill, '--sharpen'], /--sharpen/],
    ['no image', ['fill', '--mask', 'mask.png', '--out', 'new.png'], /The argument <image> is missing/],
    ['no mask', ['fill', 'photo.png', '--out', 'new.png'], /--mask <file> is missing/],
    ['no target', ['fill', 'photo.png', '--mask', 'mask.png'], /--out <file> is missing/],
    ['an extra argument', [...fill, 'more.png'], /Too many arguments/],
    ['a seed that is not a number', [...fill, '--seed', 'x'], /--seed must be a whole number/],
    ['a seed beyond 32 bits', [...fill, '--seed', '4294967296'], /--seed must be/],
    ['a target without a format', ['fill', 'photo.png', '--mask', 'mask.png', '--out', 'new.bmp'], /png, jpeg/],
    [
      'a target in a missing folder',
      ['fill', 'photo.png', '--mask', 'mask.png', '--out', 'no/new.png'],
      /does not exist/,
    ],
    ['a missing image file', ['fill', 'no.png', '--mask', 'mask.png', '--out', 'new.png'], /no\.png/],
    ['a missing mask file', ['fill', 'photo.png', '--mask', 'no.png', '--out', 'new.png'], /no\.png/],
    ['a file that is not an image', ['fill', 'text.png', '--mask', 'mask.png', '--out', 'new.png'], /text\.png/],
    ['a mask of another size', ['fill', 'photo.png', '--mask', 'small.png', '--out', 'new.png'], /16 × 12/],
    ['an invalid ID', ['export', 'photo.png', '--out', 'new.png'], /not an image ID/],
    ['an unknown ID', ['export', '01JD3Q0000000000000000000A', '--out', 'new.png'], /no longer in the library/],
    ['nothing to import', ['import'], /The argument <paths> is missing/],
    ['a key as an argument', ['keys', 'set', 'openai', 'sk-example-0123456789'], /got 2\.$/m],
    ['a key of an unknown provider', ['keys', 'set', 'nobody'], /not a provider with an API key/],
  ]

  it.each(cases)('%s exits with code 2, one error line, and one JSON object', async (_name, args, message) => {
    const result = await atelier(...args, '--json')
    expect(result.code).toBe(2)
    expect(result.err.trimEnd().split('\n')).toHaveLength(1)
    expect(result.err).toMatch(message)
    expect(reportOf(result)).toMatchObject({ success: false, images: [], error_code: expect.any(String) })
    await expect(stat(at('new.png'))).rejects.toThrow('ENOENT')
  })

  it('prints no JSON object without --json', async () => {
    expect(await atelier('frobnicate')).toMatchObject({ code: 2, out: '' })
    expect(await atelier()).toMatchObject({ code: 2, out: '' })
  })
})

describe('library', () => {
  it('imports, lists, and exports images', async () => {
    const imported = await atelier('import', 'small.png', 'small.png', '--json')
    expect(imported.code).toBe(0)
    const [image] = reportOf(imported).images
    expect((await readFile(image?.path ?? '')).equals(smallPng(1))).toBe(true)
    const exported = await atelier('export', image?.id ?? '', '--out', 'exported.jpg', '--json')
    expect(reportOf(exported).images).toEqual([{ ...image, mime: 'image/jpeg', path: at('exported.jpg') }])
    expect((await readFile(at('exported.jpg'))).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
    expect((await readFile(at('exported.jpg'))).includes('c2pa.claim')).toBe(false)
    expect(await atelier('export', image?.id ?? '', '--out', 'signed.jpg', '--sign')).toMatchObject({ code: 0 })
    expect((await readFile(at('signed.jpg'))).includes('c2pa.claim')).toBe(true)
    const named = await atelier('export', image?.id ?? '', '--out', 'named.jpg', '--format', 'jpeg')
    expect(named).toMatchObject({ code: 0, out: `${at('named.jpg')}\n` })
    const signedOriginal = await atelier('export', image?.id ?? '', '--out', 'out', '--format', 'original', '--sign')
    expect(signedOriginal).toMatchObject({ code: 2, err: expect.stringContaining('cannot be signed') })
  })

  it('writes a contact sheet and a web gallery', async () => {
    const { images } = reportOf(await atelier('list', '--json'))
    const ids = images.map(({ id }) => id)
    const sheet = await atelier('sheet', ...ids, '--out', 'pages', '--title', 'Käfer', '--columns', '2', '--json')
    expect(sheet).toMatchObject({ code: 0, err: '' })
    expect(reportOf(sheet)).toMatchObject({
      pages: { paths: [at('pages/Käfer.pdf')], left_out: [], missing_characters: [] },
    })
    expect((await readFile(at('pages/Käfer.pdf'))).subarray(0, 5).toString()).toBe('%PDF-')
    const unknown = await atelier('sheet', ...ids, '--out', 'pages', '--title', 'Käfer \u0378\u{10ffff}', '--json')
    expect(unknown).toMatchObject({ code: 0, err: expect.stringContaining('No installed font has \u0378 (U+0378), ') })
    expect(reportOf(unknown)).toMatchObject({ pages: { missing_characters: ['\u0378', '\u{10ffff}'] } })
    const gallery = await atelier('gallery', ...ids, '--out', 'pages', '--title', 'Kites')
    expect(gallery).toMatchObject({ code: 0, out: `${at('pages/Kites/index.html')}\n` })
    const untitled = await atelier('gallery', ...ids, '--out', 'pages')
    expect(untitled).toMatchObject({ code: 2, err: expect.stringContaining('--title <text> is missing') })
  })

  it('imports valid files and names the others', async () => {
    await writeFile(at('other.png'), smallPng(2))
    const result = await atelier('import', 'other.png', 'text.png', '--json')
    expect(result.code).toBe(2)
    expect(reportOf(result)).toMatchObject({ success: false, images: [{ mime: 'image/png' }] })
    expect(result.err).toContain('text.png')
  })

  it('works alongside other commands in the same home', async () => {
    const names = ['a', 'b', 'c']
    await Promise.all(names.map((name, index) => writeFile(at(`${name}.png`), smallPng(10 + index))))
    // Each in a process of its own.
    const results = await Promise.all([
      atelier(...importing('a')),
      ...['b', 'c'].map((name) => runBuiltProgram(importing(name), { home, cwd: folder })),
    ])
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0])
    const { images } = reportOf(await atelier('list', '--json'))
    const listed = new Set(images.map(({ id }) => id))
    expect(results.every((result) => listed.has(reportOf(result).images[0]?.id ?? ''))).toBe(true)
  })
})

describe('show', () => {
  it('prints everything about an image and its sources', async () => {
    const { images } = reportOf(await atelier('list', '--json'))
    const filled = images.find(({ seed_used: seed }) => seed === 7)!
    const { code, out } = await atelier('show', filled.id)
    expect(code).toBe(0)
    expect(out).toContain(filled.path)
    expect(out).toContain('content-aware-fill')
    expect(out).toMatch(/Made from {7}[0-9A-Z]{26} {2}photo/)
    const report = reportOf(await atelier('show', filled.id, '--json'))
    expect(report['shown']).toMatchObject({
      asset: { id: filled.id, marks: { rating: 0, tags: [] }, recipe: { operation: 'fill', seed: 7 } },
      made_from: [{ name: 'photo', how: 'parent' }],
      made_into: [],
      collections: [],
    })
  })

  it('rejects an invalid ID and an unknown image', async () => {
    expect(await atelier('show', 'coffee')).toMatchObject({ code: 2, err: expect.stringContaining('not an image ID') })
    const unknown = await atelier('show', '01JD3Q0000000000000000000A', '--json')
    expect(reportOf(unknown)).toMatchObject({ success: false, error_code: 'storage/not-found' })
  })
})

describe('a complete library', () => {
  it('is imported, searched, verified, backed up, and restored into another home', async () => {
    const args = 'a pier\nSteps: 20, Sampler: Euler, Seed: 5, Size: 16x12, Model: dream'
    await mkdir(at('pictures/deeper'), { recursive: true })
    await writeFile(at('pictures/heron.png'), smallPng(31))
    await writeFile(at('pictures/deeper/pier.png'), pngWith([latinText('parameters', args)], 32))
    await writeFile(at('pictures/notes.txt'), 'no image')
    const first = (...line: string[]) => runCommand(line, { home: at('first'), cwd: folder })
    const second = (...line: string[]) => runCommand(line, { home: at('second'), cwd: folder })

    const imported = await first('import', 'pictures', '--json')
    expect(imported).toMatchObject({ code: 0, err: '' })
    const { images, imported: counts } = reportOf(imported)
    expect(counts).toEqual({ added: 2, already_there: 0, failed: 0, passed_over: 1, not_tried: 0 })
    const found = reportOf(await first('search', 'pier seed:5', '--json')).images
    const pixels = { width: 16, height: 12, bytes: expect.any(Number) }
    const recipeFields = {
      prompt: 'a pier',
      provider: null,
      model: 'dream',
      seed: 5,
      rating: 0,
      created_at: expect.any(String),
    }
    expect(found).toMatchObject([{ dialect: 'a1111', name: 'pier', ...pixels, ...recipeFields }])
    expect(reportOf(await first('list', '--json')).images).toContainEqual(found[0])
    expect((await first('show', found[0]!.id)).out).toContain('a pier')
    expect(reportOf(await first('verify', '--json'))['verified']).toMatchObject({ files: 2, problems: [] })

    const backup = reportOf(await first('backup', 'mine.zip', '--json'))
    expect(backup).toMatchObject({ success: true, backup: { path: at('mine.zip') } })
    const restored = reportOf(await second('restore', 'mine.zip', '--json'))
    expect(restored).toMatchObject({ success: true, backup: { pictures: 2 } })
    const restoredImages = reportOf(await second('list', '--json')).images
    expect(restoredImages.map(({ id }) => id).toSorted()).toEqual(images.map(({ id }) => id).toSorted())
    const pier = restoredImages.find(({ id }) => id === found[0]!.id)!
    expect(pier.path.startsWith(at('second'))).toBe(true)
    expect((await readFile(pier.path)).equals(await readFile(at('pictures/deeper/pier.png')))).toBe(true)
  })
})

describe('the program', () => {
  it('prints its version and help', async () => {
    expect(await atelier('--version')).toEqual({ code: 0, out: `${packageFile.version}\n`, err: '' })
    const help = await atelier('--help')
    expect(help.code).toBe(0)
    for (const command of ['fill <image>', 'import <paths...>', 'list', 'export <ids...>', 'keys']) {
      expect(help.out).toContain(command)
    }
    const fillHelp = await atelier('fill', '--help')
    expect(fillHelp).toMatchObject({ code: 0, err: '', out: expect.stringContaining('--sampling <file>') })
    expect(fillHelp.out).not.toContain('--provider')
  })

  it('prints its version, and on standard error what its start could not finish in the home', async () => {
    await leaveRestoreWithoutFiles(at('unfinished'))
    const { code, out, err } = await runBuiltProgram(['--version'], { home: at('unfinished') })
    expect({ code, out }).toEqual({ code: 0, out: `${packageFile.version}\n` })
    expect(err).toMatch(/^The unpacked backup is missing, so nothing was restored\. .+\n$/)
  })

  it.runIf(process.platform !== 'win32')('exits cleanly when its output is closed early', async () => {
    const wrapper = ['bash', '-c', 'set -o pipefail; "$0" "$@" | true']
    const { code, err } = await runBuiltProgram(['providers'], { home, wrapper })
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('needs no display and no Chromium switches', async () => {
    const { code, out } = await runBuiltProgram(['list', '--json'], { home, isBare: true })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ success: true })
  })

  it.runIf(process.platform === 'linux')('reports a missing display when a window is requested', async () => {
    const result = await runBuiltProgram([], { home, isBare: true })
    expect(result).toMatchObject({ code: 1, out: '' })
    expect(result.err).toContain('There is no display')
  })

  it('fails with one error line when its home cannot be written', async () => {
    await writeFile(at('occupied'), 'a file where the home folder should be')
    const result = await runCommand(['list', '--json'], { home: at('occupied') })
    expect(result.code).not.toBe(0)
    expect(reportOf(result)).toMatchObject({ success: false })
    expect(result.err.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('search', () => {
  it('finds images by words and fields, and warns about unknown fields on standard error', async () => {
    await atelier('import', 'photo.png', 'small.png')
    const found = await atelier('search', 'photo format:png colr:red')
    expect(found.code).toBe(0)
    expect(found.out).toMatch(/^[0-9A-Z]{26} {2}photo\n/)
    expect(found.err).toContain('There is no field “colr”')
    const { images, warnings } = reportOf(await atelier('search', 'operation:import', '--limit', '1', '--json'))
    expect(images).toHaveLength(1)
    expect(warnings).toEqual([])
    expect((await atelier('search')).code).toBe(2)
    expect((await atelier('search', 'x', '--limit', '0')).code).toBe(2)
  })
})
