import { deflateSync } from 'node:zlib'
import * as fc from 'fast-check'
import { sharp } from '../../../platform/pure/sharp.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  app11Segments,
  commentTag,
  contentCredentials,
  exifBlock,
  jpegSegment,
  latinText,
  pngWith,
  textTag,
  webpChunk,
  withSegments,
  withWebpChunks,
  worldText,
  xmpPacket,
} from '../../../../../test/support/foreign-images.ts'
import { smallPng } from '../../../../../test/support/small-images.ts'
import { fileDetailsSchema } from '../../../../shared/domain/metadata-dialect.ts'
import { recipeSchema } from '../../../../shared/domain/asset.ts'
import { bytesSource } from '../source/image-source.ts'
import { readMetadata } from './read-metadata.ts'

/** Whatever the input, the output is small, well-formed and of the agreed shape. */
async function readHostile(bytes: Uint8Array) {
  const metadata = await readMetadata(bytesSource('picture', bytes))
  expect(fileDetailsSchema.safeParse(metadata.details).success).toBe(true)
  if (metadata.recipe !== null) expect(recipeSchema.safeParse(metadata.recipe).success).toBe(true)
  const json = JSON.stringify(metadata)
  expect(json.length).toBeLessThan(1024 * 1024)
  expect(json.isWellFormed()).toBe(true)
  expect(json).not.toContain(String.raw`\u0000`)
  return metadata
}

const keywords = [
  'parameters',
  'prompt',
  'workflow',
  'invokeai_metadata',
  'Comment',
  'Description',
  'XML:com.adobe.xmp',
  'atelier:record',
  'fooocus_scheme',
]
const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.json({ maxDepth: 8 }),
  fc
    .array(
      fc.constantFrom(
        'Steps: ',
        'Negative prompt:',
        '\n',
        ', ',
        '"',
        '\\',
        ':',
        '{',
        '[',
        ']',
        '}',
        '<',
        '>',
        '&',
        'rdf:li',
        'a b',
        '\0',
        '\ud800',
      ),
      { maxLength: 120 },
    )
    .map((parts) => parts.join('')),
  fc
    .object({
      key: fc.constantFrom(
        '__proto__',
        'constructor',
        'inputs',
        'class_type',
        'positive',
        'sui_image_params',
        'prompt',
        'model',
        'loras',
      ),
      maxDepth: 6,
    })
    .map((value) => JSON.stringify(value)),
)
let jpeg: Buffer
let webp: Buffer

beforeAll(async () => {
  jpeg = await sharp(smallPng(1)).jpeg().toBuffer()
  webp = await sharp(smallPng(1)).webp({ lossless: true }).toBuffer()
})

/** A pattern or traversal that never ends exceeds the test's own time limit. */
describe('hostile metadata', () => {
  it('is survived with any text, under any name, in any container', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keywords), hostileText, async (keyword, text) => {
        await readHostile(pngWith([worldText(keyword, text), worldText('Software', 'NovelAI')]))
        const exif = exifBlock([textTag(0x0110, `prompt:${text}`), textTag(0x010e, text)], [commentTag(text)])
        await readHostile(withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', exif.subarray(0, 60_000))))
        await readHostile(withWebpChunks(webp, webpChunk('EXIF', exif), webpChunk('XMP ', Buffer.from(text))))
      }),
      { numRuns: 200 },
    )
  })

  it('is survived in files with any bytes changed', async () => {
    const whole = [
      pngWith([
        latinText('parameters', 'a\nSteps: 1, Seed: 2, Size: 1x1'),
        { type: 'caBX', data: contentCredentials() },
      ]),
      withSegments(
        jpeg,
        jpegSegment(0xe1, 'Exif\0\0', exifBlock([textTag(0x0110, 'x'.repeat(20))], [commentTag('b')], true)),
        ...app11Segments(contentCredentials()),
      ),
      withWebpChunks(
        webp,
        webpChunk('EXIF', exifBlock([], [commentTag('b')])),
        webpChunk('C2PA', contentCredentials()),
      ),
    ]
    const change = fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), change, fc.nat(2_000), async (file, changes, cut) => {
        const bytes = Buffer.from(file.subarray(0, file.length - (cut % (file.length - 20))))
        // The first bytes identify the format; an unrecognized file is not read at all.
        for (const [at, value] of changes) bytes[12 + (at % (bytes.length - 12))] = value
        await readHostile(bytes)
      }),
      { numRuns: 300 },
    )
  })

  it('stays within limits when it inflates or declares huge sizes', async () => {
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024))
    const chunks = ['parameters', 'prompt', 'Comment'].map((name) => ({
      type: 'zTXt',
      data: Buffer.concat([Buffer.from(`${name}\0\0`), bomb]),
    }))
    expect((await readHostile(pngWith(chunks))).details.dialect).toBeNull()
    const exif = exifBlock([], [commentTag('x')])
    exif.writeUInt32LE(0xffff_fff0, exif.length - 4)
    await readHostile(withWebpChunks(webp, webpChunk('EXIF', exif)))
  })

  it.each([
    ['brackets', '['.repeat(1_000_000)],
    ['objects', '{"a":'.repeat(300_000) + '1' + '}'.repeat(300_000)],
    ['a line of colons', `a\n${'a:'.repeat(200_000)}`],
    ['a line of names', `a\n${'ab c-d/'.repeat(60_000)}`],
    ['quotes that never end', `a\n${'Key: "\\",'.repeat(50_000)}`],
    ['escaped quotes of a string that never ends', `{"${'\\"'.repeat(1_500_000)}}`],
    ['lists that never end', `a\n${'Key: [{'.repeat(60_000)}`],
    ['spaces', `a\n${' '.repeat(400_000)}:`],
    ['lines', 'Negative prompt:\n'.repeat(200_000)],
    ['tags', '<lora:'.repeat(500_000)],
  ])('is read in bounded time: %s', async (_name, text) => {
    for (const keyword of ['parameters', 'prompt', 'invokeai_metadata'])
      await readHostile(pngWith([worldText(keyword, text)]))
  })

  it.each([
    ['nesting', '<a:b>'.repeat(400_000)],
    ['attributes', `<rdf:Description ${'a:b="c" '.repeat(200_000)}>`],
    [
      'entities',
      `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>${xmpPacket(`<dc:title>${'&b;'.repeat(100_000)}</dc:title>`)}`,
    ],
    ['unclosed values', '<dc:title a:b="'.repeat(100_000)],
  ])('is read in bounded time from XMP: %s', async (_name, packet) => {
    const { details } = await readHostile(pngWith([worldText('XML:com.adobe.xmp', packet)]))
    expect(JSON.stringify(details)).not.toContain('aaaa')
  })

  it('is read in bounded time from a densely linked graph', async () => {
    const links = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`positive_cond${n}`, [String(n), 0]]))
    const nodes = Array.from({ length: 300 }, (_, n) => [
      String(n),
      { class_type: 'Conditioning KSampler Save', inputs: { ...links, seed: n, positive: ['1', 0], model: ['2', 0] } },
    ])
    const { details } = await readHostile(pngWith([worldText('prompt', JSON.stringify(Object.fromEntries(nodes)))]))
    expect(details.dialect).toBe('comfyui')
  })

  it.each([
    ['a chain of pipes', (n: number) => ({ class_type: 'KSampler', inputs: { pipe: [`${n + 1}`, 0], x: 1 } })],
    ['a ring of reroutes', (n: number) => ({ class_type: 'Reroute', inputs: { '': [`${(n + 1) % 19_000}`, 0] } })],
    [
      'switches that select by each other',
      (n: number) => ({
        class_type: 'Switch',
        inputs: { select: [`${n + 1}`, 0], input1: [`${n + 1}`, 0], input2: [`${n + 2}`, 1] },
      }),
    ],
    [
      'switches whose choice is not in the file',
      (n: number) => ({
        class_type: 'Switch',
        inputs: { switch: ['none', 0], on_true: [`${n + 1}`, 0], on_false: [`${n + 2}`, 0] },
      }),
    ],
    [
      'connections of odd shapes',
      (n: number) => ({
        class_type: 'constructor',
        inputs: { seed: [[]], model: [n, {}], positive: [`${n}`, -1], negative: [n, 1e9], pipe: ['__proto__', 0.5] },
      }),
    ],
  ])('is read in bounded time from a graph: %s', async (_name, nodeAt) => {
    const inputs = {
      seed: 1,
      denoise: 1,
      images: ['0', 0],
      positive: ['0', 0],
      model: ['0', 0],
      latent_image: ['0', 0],
    }
    const nodes = Array.from({ length: 19_000 }, (_, n) => [`${n}`, nodeAt(n)] as const)
    const graph = { ...Object.fromEntries(nodes), end: { class_type: 'Save', inputs } }
    const outputs = [{ name: 'constructor', type: '__proto__' }, null, { name: [], type: 'LATENT' }]
    const onScreen = { nodes: nodes.map(([id, { class_type: type }]) => ({ id, type, outputs })) }
    await readHostile(
      pngWith([worldText('prompt', JSON.stringify(graph)), worldText('workflow', JSON.stringify(onScreen))]),
    )
  })

  it.each([
    [70_000, 'pipes', (n: number) => `pipe${n}`, () => 1],
    [40_000, 'prompts', (n: number) => `cond${n}`, (n: number) => n],
  ])('is unknown in a graph of two nodes that give each other %i %s', async (length, _name, nameAt, slotAt) => {
    const given = (from: string) => Object.fromEntries(Array.from({ length }, (_, n) => [nameAt(n), [from, slotAt(n)]]))
    const graph = {
      a: { class_type: 'Many', inputs: { own: 'x', image: ['decode', 0], ...given('b') } },
      b: { class_type: 'Many', inputs: given('a') },
      sampler: {
        class_type: 'KSampler',
        inputs: { seed: 1, steps: 20, denoise: 1, positive: ['a', 0], latent: ['b', 0] },
      },
      decode: { class_type: 'VAEDecode', inputs: { samples: ['sampler', 0], vae: ['a', 1] } },
      save: { class_type: 'SaveImage', inputs: { images: ['a', 0] } },
    }
    const { details, recipe } = await readHostile(pngWith([worldText('prompt', JSON.stringify(graph))]))
    expect(details.dialect).toBe('comfyui')
    expect(recipe).toMatchObject({ prompt: null, model: null, seed: null, generation: { steps: null, strength: null } })
  })

  it('does not pollute object prototypes', async () => {
    const text =
      '{"__proto__":{"polluted":1},"sui_image_params":{"__proto__":{"polluted":1},"prompt":"x","constructor":{"prototype":{"polluted":1}}}}'
    await readHostile(pngWith([worldText('parameters', text)]))
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
