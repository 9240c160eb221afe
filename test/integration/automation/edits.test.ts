import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { describe, expect, it } from 'vitest'
import { hole, reportOf, size, withProgram } from '../../support/program-stage.ts'
import type { ProgramResult } from '../../support/run-command.ts'

const stage = withProgram()
const { at, atelier } = stage
const masked = ['--mask', 'mask.png', '--provider', 'openai', '--model', 'gpt-image-2']

interface SentBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

describe('edit', () => {
  it('keeps every pixel outside the mask, whatever the service returns', async () => {
    const args = ['edit', 'photo.png', 'a red door', ...masked, '--match', '0', '--soften', '0', '--force-paste']
    const result = await atelier(...args, '--out', 'edited', '--json')
    expect(result).toMatchObject({ code: 0 })
    const report = reportOf(result)
    const changed_inside = hole.widthPx * hole.heightPx
    expect(report).toMatchObject({ changed_inside, changed_outside: 0 })
    expect(report.images[0]?.edit).toMatchObject({
      intent: 'fill',
      changed_inside,
      changed_outside: 0,
      inside_px: changed_inside,
      outside_px: size.widthPx * size.heightPx - changed_inside,
      mask_verdict: 'ignored',
      refused: false,
      sent: { box: { x: 0, y: 0, width: 128, height: 96 } },
    })
    const [before, after] = await Promise.all(
      [at('photo.png'), report.images[0]!.path].map((path) => sharp(path).removeAlpha().raw().toBuffer()),
    )
    let changed = 0
    for (let pixel = 0; pixel < size.widthPx * size.heightPx; pixel++) {
      const x = pixel % size.widthPx
      const y = Math.floor(pixel / size.widthPx)
      const isInside = x >= hole.x && x < hole.x + hole.widthPx && y >= hole.y && y < hole.y + hole.heightPx
      if (!isInside && !before!.subarray(3 * pixel, 3 * pixel + 3).equals(after!.subarray(3 * pixel, 3 * pixel + 3)))
        changed++
    }
    expect(changed).toBe(0)
    expect(stage.services.server('openai').requests.at(-1)!.path).toBe('/v1/images/edits')
  })

  it('replaces a background and keeps the subject, which is outside the mask', async () => {
    const args = ['edit', 'photo.png', 'a beach', ...masked, '--intent', 'background', '--force-paste', '--json']
    const report = reportOf(await atelier(...args))
    expect(report).toMatchObject({ success: true, changed_outside: 0 })
    expect(report['changed_inside']).toBeGreaterThan(0)
    expect(report.images[0]?.edit).toMatchObject({ intent: 'background', changed_outside: 0 })
  })

  it('does not paste a result that does not match, and reblends it for free when forced', async () => {
    const refused = await atelier('edit', 'photo.png', 'a door', ...masked)
    expect(refused).toMatchObject({ code: 0 })
    expect(refused.out).toContain('not pasted, because it does not match the area around the mask')
    const [newest] = reportOf(await atelier('list', '--json')).images
    expect(newest?.edit).toMatchObject({ refused: true })
    const requestCount = stage.services.server('openai').requests.length

    const repeated = await atelier('reblend', newest!.id, '--json')
    expect(repeated).toMatchObject({ code: 1 })
    expect(reportOf(repeated)).toMatchObject({ success: false, error_code: 'edit/does-not-fit' })
    const forced = await atelier(
      'reblend',
      newest!.id,
      '--force-paste',
      '--opacity',
      '0.5',
      '--out',
      'blend.png',
      '--json',
    )
    expect(forced).toMatchObject({ code: 0 })
    const report = reportOf(forced)
    expect(report).toMatchObject({ provider: 'reblend', cost: 0, billed: 'no', changed_outside: 0 })
    expect(report.images[0]).toMatchObject({ path: at('blend.png'), edit: { reblend_of: newest!.id, refused: false } })
    expect(await sharp(at('blend.png')).metadata()).toMatchObject({ width: 128, height: 96 })
    expect(stage.services.server('openai').requests).toHaveLength(requestCount)
    expect((await atelier('reblend', 'photo.png')).code).toBe(2)
  })

  it.each([
    {
      why: 'misses some of what is repainted',
      asked: [0, 0, hole.x + 10, hole.y + 10],
      message: 'The custom area misses part of what is repainted, or extends beyond the image.',
    },
    {
      why: 'has a shape that the model does not take',
      asked: [0, hole.y - 4, size.widthPx, hole.heightPx + 8],
      message: `GPT Image 2 does not accept an area of ${size.widthPx} × ${hole.heightPx + 8}.`,
    },
  ])('sends all that is repainted, and says so, where the area that was asked for $why', async ({ asked, message }) => {
    const args = ['edit', 'photo.png', 'a door', ...masked, '--box', asked.join(','), '--force-paste', '--json']
    const report = reportOf(await atelier(...args))
    const { box } = (report.images[0]!.edit as { sent: { box: SentBox } }).sent
    expect(box.x).toBeLessThanOrEqual(hole.x)
    expect(box.y).toBeLessThanOrEqual(hole.y)
    expect(box.x + box.width).toBeGreaterThanOrEqual(hole.x + hole.widthPx)
    expect(box.y + box.height).toBeGreaterThanOrEqual(hole.y + hole.heightPx)
    const sent = `${box.width} × ${box.height} is sent instead.`
    expect(report['warnings']).toContainEqual({ code: 'crop-sent', message: `${message} ${sent}` })
  })

  it('rejects invalid edit options', async () => {
    const bad = [
      await atelier('edit', 'photo.png', 'x', '--provider', 'fake', '--intent', 'paint'),
      await atelier('edit', 'photo.png', 'x', '--provider', 'fake', '--box', '1,2'),
      await atelier('edit', 'photo.png', 'x', '--provider', 'fake', '--frame', '0,0,0,0'),
      await atelier('generate', 'x', '--provider', 'fake', '--intent', 'fill'),
    ]
    for (const { code, err } of bad) expect(code, err).toBe(2)
  })

  it('accepts a data URL and blocks a URL of this computer', async () => {
    const photo = await readFile(at('photo.png'))
    const address = `data:image/png;base64,${photo.toString('base64')}`
    const data = await atelier('edit', address, 'snow', '--provider', 'fake', '--json')
    expect(reportOf(data)).toMatchObject({ success: true })
    const local = await withServer(photo, (url) => atelier('edit', url, 'snow', '--provider', 'fake', '--json'))
    // A URL of this computer is blocked, because input may come from a stranger.
    expect(reportOf(local)).toMatchObject({ success: false, error_code: 'network/blocked-url' })
  })
})

const raw = { width: size.widthPx, height: size.heightPx, channels: 1 as const }
const gray = (values: Uint8Array) => sharp(values, { raw }).toColourspace('b-w')
const flat = (value: number) => gray(new Uint8Array(size.widthPx * size.heightPx).fill(value)).png()
const pixelsOf = (path: string) => sharp(path).removeAlpha().raw().toBuffer()

describe('a mask file', () => {
  it('is turned as its photo is, and refused where only the photo is', async () => {
    for (const name of ['photo', 'mask']) {
      // As a camera stores what it sees upright.
      const stored = await sharp(at(`${name}.png`))
        .rotate(-90)
        .png()
        .toBuffer()
      await writeFile(at(`${name}-stored.png`), stored)
      await sharp(stored)
        .withMetadata({ orientation: 6 })
        .png()
        .toFile(at(`${name}-turned.png`))
    }
    const [turned, upright] = ['photo-turned.png', 'photo.png']
    const fill = (mask: string) => atelier('fill', turned, '--mask', mask, '--seed', '7', '--out', `${mask}-filled.png`)
    for (const mask of ['mask-turned.png', 'mask.png']) {
      expect(await fill(mask)).toMatchObject({ code: 0 })
      const [before, after] = await Promise.all([upright, `${mask}-filled.png`].map((file) => pixelsOf(at(file))))
      let changed = 0
      for (let pixel = 0; pixel < size.widthPx * size.heightPx; pixel++) {
        const [x, y] = [pixel % size.widthPx, Math.floor(pixel / size.widthPx)]
        const isInside = x >= hole.x && x < hole.x + hole.widthPx && y >= hole.y && y < hole.y + hole.heightPx
        const isSame = before!.subarray(3 * pixel, 3 * pixel + 3).equals(after!.subarray(3 * pixel, 3 * pixel + 3))
        if (!isSame) changed += isInside ? 1 : Infinity
      }
      expect(changed, mask).toBeGreaterThan(0)
      expect(changed, mask).toBeLessThan(Infinity)
    }
    const refused = await fill('mask-stored.png')
    expect(refused).toMatchObject({ code: 2 })
    expect(refused.err).toContain('The mask is 96 × 128 pixels, but the image is 128 × 96.')
    expect(refused.err).toContain('One of them is rotated by 90°')
  })

  it('with a hole in the photo changes what is in the hole', async () => {
    const alpha = await sharp(at('mask.png')).negate().toColourspace('b-w').raw().toBuffer()
    await sharp(at('photo.png')).joinChannel(alpha, { raw }).png().toFile(at('photo-with-hole.png'))
    const given = ['--mask', 'photo-with-hole.png', '--provider', 'openai', '--model', 'gpt-image-2', '--force-paste']
    const { images } = reportOf(await atelier('edit', 'photo.png', 'a door', ...given, '--json'))
    expect(images[0]!.edit).toMatchObject({ inside_px: hole.widthPx * hole.heightPx, changed_outside: 0 })
  })

  it('that is most likely another one than was meant is refused before anything is sent', async () => {
    await flat(0).toFile(at('empty.png'))
    await flat(255).toFile(at('white.png'))
    await gray(Uint8Array.from(await sharp(at('mask.png')).extractChannel(0).raw().toBuffer(), (value) => value / 255))
      .png()
      .toFile(at('zero-one.png'))
    const white = { create: { width: size.widthPx, height: size.heightPx, channels: 3 as const, background: '#fff' } }
    const strokes = await sharp(at('mask.png')).toColourspace('b-w').raw().toBuffer()
    await sharp(white).joinChannel(strokes, { raw }).png().toFile(at('strokes.png'))
    const sent = stage.services.server('openai').requests.length
    for (const [mask, problem] of [
      ['empty.png', 'The mask is empty'],
      ['white.png', 'The mask covers the whole image'],
      ['zero-one.png', '“zero-one.png” is nearly empty: its brightest value is 1 of 255'],
      ['strokes.png', 'what is white, or what is transparent'],
    ] as const) {
      const args = ['edit', 'photo.png', 'a door', '--mask', mask, '--provider', 'openai', '--model', 'gpt-image-2']
      const result = await atelier(...args)
      expect(result, mask).toMatchObject({ code: 2 })
      expect(result.err).toContain(problem)
      const estimated = await atelier(...args, '--max-cost-usd', '5')
      expect(estimated.err).toContain(problem)
    }
    expect(stage.services.server('openai').requests).toHaveLength(sent)
  })
})

describe('expand and merge', () => {
  it('create a larger image and a merged one on this computer', async () => {
    const expanded = await atelier(
      'expand',
      'photo.png',
      '--right',
      '25%',
      '--seed',
      '7',
      '--out',
      'wide.png',
      '--json',
    )
    expect(expanded).toMatchObject({ code: 0 })
    expect(reportOf(expanded)).toMatchObject({ provider: 'content-aware-fill', changed_outside: 0, billed: 'no' })
    const [before, after] = await Promise.all(
      [at('photo.png'), at('wide.png')].map((path) =>
        sharp(path).extract({ left: 0, top: 0, width: 128, height: 96 }).removeAlpha().raw().toBuffer(),
      ),
    )
    expect((await sharp(at('wide.png')).metadata()).width).toBe(160)
    expect(after!.equals(before!)).toBe(true)
    expect((await atelier('expand', 'photo.png')).err).toContain('Add --left')
    expect((await atelier('expand', 'photo.png', '--ratio', '4:3')).err).toContain('does not extend beyond')

    await writeFile(at('other.png'), await sharp(at('photo.png')).negate().png().toBuffer())
    const merged = await atelier('merge', 'photo.png', 'other.png', '--mask', 'mask.png', '--json')
    expect(reportOf(merged)).toMatchObject({ success: true, changed_outside: 0 })
    const mismatched = await atelier('merge', 'photo.png', 'wide.png', '--mask', 'mask.png', '--json')
    expect(reportOf(mismatched)).toMatchObject({ success: false, error_code: 'edit/does-not-fit' })
  })
})

describe('variations', () => {
  it('run with a warning that they are emulated', async () => {
    const result = await atelier('variations', 'photo.png', '--provider', 'openai', '--model', 'gpt-image-2', '--json')
    expect(reportOf(result)).toMatchObject({ success: true })
    expect(reportOf(result)['warnings']).toContainEqual(expect.objectContaining({ code: 'variations-emulated' }))
  })
})

async function withServer(bytes: Buffer, run: (url: string) => Promise<ProgramResult>): Promise<ProgramResult> {
  const server: Server = createServer((_request, response) => response.end(bytes))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/photo.png`)
  } finally {
    server.close()
  }
}
