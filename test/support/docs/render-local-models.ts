import { basename } from 'node:path'
import { fitMemory } from '../../../src/main/engine/fit-memory.ts'
import type { ModelWeights } from '../../../src/main/engine/fit-memory.ts'
import {
  folderCatalogue,
  modelCatalogue,
  type CatalogueFile,
  type CatalogueModel,
} from '../../../src/main/hub/catalogue.ts'
import { familyOf, type FamilyId } from '../../../src/main/model-files/index.ts'
import { weightsOf } from '../../../src/main/model-files/weights-of.ts'
import type { Fit } from '../../../src/shared/domain/local-setup.ts'
import { formatFixed } from '../../../src/shared/messages/formats.ts'
import type { Size } from '../../../src/shared/util/geometry.ts'
import { fileSizes, type FileSize } from './model-file-sizes.ts'

const gigabyte = 1e9
/** Used by the system, the desktop and Atelier: our assumption, said on the page. */
const takenOf = { memory: 3 * gigabyte, graphics: 0.7 * gigabyte }
const memories = [8, 16, 24, 32]
const graphics = [
  { graphics: 6, memory: 16 },
  { graphics: 8, memory: 16 },
  { graphics: 12, memory: 32 },
  { graphics: 16, memory: 32 },
  { graphics: 24, memory: 64 },
]
const plenty = 1_000 * gigabyte
const sizes: readonly Size[] = [
  { widthPx: 512, heightPx: 512 },
  { widthPx: 1_024, heightPx: 1_024 },
  { widthPx: 1_536, heightPx: 1_024 },
]

/** One of the files of a model, with what it needs beside it. */
interface Variant {
  readonly model: CatalogueModel
  readonly family: FamilyId
  readonly isFirst: boolean
  readonly precision: string
  readonly totalGigabytes: number
  readonly isComputed: boolean
  readonly weights: ModelWeights
}

/** A page on local models: what fits into which computer, by the catalog and the planner that the program uses. */
export function renderLocalModels(): string {
  const variants = modelCatalogue.flatMap(variantsOf)
  return [
    intro,
    '## Without a graphics card, and Macs',
    '',
    `On a Mac and on a computer without a usable graphics card, models use main memory. The table assumes that other programs use ${assumption('memory')}. Images have the model’s default size, which is 512 × 512 for Stable Diffusion 1.5 and SDXL Turbo and 1024 × 1024 for the others.`,
    '',
    renderComputers(variants),
    '## With a graphics card',
    '',
    `For cards with their own memory. The table assumes that other programs use ${assumption('graphics')} and ${assumption('memory')}. With offload, parts of the model wait in main memory, which is slower.`,
    '',
    renderGraphics(variants),
    '## Each model',
    '',
    details,
    '',
    renderVariants(variants),
    '## Small models for local vision',
    '',
    vision,
    '',
    table(
      ['Model', 'ID', 'License'],
      folderCatalogue.map(({ label, id, license, hasTerms }) => [label, `\`${id}\``, licenseCell(license, hasTerms)]),
    ),
    '## Upscalers and ControlNets',
    '',
    table(
      ['Model', 'ID', 'License'],
      modelCatalogue
        .filter(({ family }) => family === null)
        .map(({ label, id, license, hasTerms }) => [label, `\`${id}\``, licenseCell(license, hasTerms)]),
    ),
    ending,
  ].join('\n')
}

const intro = `# Local models: which one for which computer

<!-- Written from the catalog of downloads and the memory planner by \`npm run docs\`. -->

Models on your own computer cost nothing and send nothing, but they need memory. This page lists what **Get models** offers and what
fits, computed by the same planner that says “fits”, “fits with offload, slower” or “will not fit” in the window.

Once an engine is installed, **Models**, card **Local models**, shows the devices of your computer and whether each model fits right now.
Memory that other programs are using counts, so the window can differ from this page. How to install:
[Local models](help/en/60-local-models.md) in the manual.

Start small: Stable Diffusion 1.5 or FLUX.2 klein 4B. For simple edits you need no model at all:
[fill, remove and expand](guide/01-remove-an-object.md) work without one.
`

const details = `_Download_ is the model with everything it needs; parts that several models share are downloaded once. Sizes are those listed
on Hugging Face, rounded; “~” marks sizes computed from the number of weights and the bits per weight. _Fits_ is the
free graphics memory from which the planner says “fits”, by image size. _With offload_ is the least memory with which the model still generates at
its default size, more slowly and with enough main memory. The planner’s figures are estimates based on the engine’s documentation, with a margin.`

const vision = `They select objects, remove objects and backgrounds, find images by what they show, describe images, make depth maps and find poses. They are small (from
tens of megabytes to about two gigabytes; **Get models** shows the size before the download) and run on the processor, or on the graphics card if
it supports WebGPU.`

const ending = `## How fast

That depends mostly on the graphics card, and this page gives no figures for cards that were not measured. On two busy processor cores without a
graphics card, one step of Stable Diffusion 1.5 in 16 bit at 512 × 512 took 31 seconds, and decoding the image 46: without a graphics card, only
small models with few steps are practical. [Performance](performance.md) has measurements on an NVIDIA H100, and what Atelier adds to the engine’s own
time. Once a model has generated an image on your computer, the button says how long the next one will take.

## If it does not fit

- Choose a smaller precision: \`q4_0\` has about four bits per weight. **Convert…** makes one from a model you already have.
- Make the image smaller, and upscale the result ([how](guide/05-upscale-for-print.md)).
- Close other programs that use the graphics card: browsers with many tabs, games, other image programs.
- Use a [provider](providers.md) for this image; the price is on the button before you click.
`

const assumption = (of: keyof typeof takenOf) =>
  of === 'memory'
    ? `${formatFixed(takenOf.memory / gigabyte, 0)} GB of main memory`
    : `${formatFixed(takenOf.graphics / gigabyte, 1)} GB of graphics memory`

function variantsOf(model: CatalogueModel): readonly Variant[] {
  const { family } = model
  if (family === null) return []
  return model.models.map((file, at) => {
    const main = sizeOf(file)
    const parts = model.parts.map((part) => ({ part, size: sizeOf(part) }))
    const ofVae = parts.filter(({ part }) => /vae|\/ae\./i.test(part.path))
    const vae = (main.inside?.vae ?? 0) + sum(ofVae.map(({ size }) => size.gigabytes))
    const others = parts.filter((part) => !ofVae.includes(part))
    const encoders = (main.inside?.encoders ?? 0) + sum(others.map(({ size }) => size.gigabytes))
    const total = main.gigabytes + sum(parts.map(({ size }) => size.gigabytes))
    const [bytes, encoderBytes, vaeBytes] = [total, encoders, vae].map((each) => each * gigabyte) as [
      number,
      number,
      number,
    ]
    return {
      model,
      family,
      isFirst: at === 0,
      precision: main.precision,
      totalGigabytes: total,
      isComputed: [main, ...parts.map(({ size }) => size)].some(({ isComputed }) => isComputed === true),
      weights: weightsOf({ family, bytes, encoderBytes, vaeBytes }),
    }
  })
}

function sizeOf({ path }: CatalogueFile): FileSize {
  const size = fileSizes[basename(path)]
  if (size === undefined) throw new Error(`The size of ${path} is not in model-file-sizes.ts.`)
  return size
}

function renderComputers(variants: readonly Variant[]): string {
  return table(
    ['Memory', 'Fits', 'Fits, read from disk each time (slow)'],
    memories.map((total) => {
      const free = { deviceBytes: null, systemBytes: total * gigabyte - takenOf.memory }
      return [`${total} GB`, namesOf(variants, free, 'fits'), namesOf(variants, free, 'fits-with-offload')]
    }),
  )
}

function renderGraphics(variants: readonly Variant[]): string {
  return table(
    ['Graphics memory', 'Main memory', 'Fits', 'Fits with offload, slower'],
    graphics.map(({ graphics: own, memory }) => {
      const free = {
        deviceBytes: own * gigabyte - takenOf.graphics,
        systemBytes: memory * gigabyte - takenOf.memory,
      }
      return [
        `${own} GB`,
        `${memory} GB`,
        namesOf(variants, free, 'fits'),
        namesOf(variants, free, 'fits-with-offload'),
      ]
    }),
  )
}

/** Each model once: in the recommended precision if that fits, otherwise in the smallest. */
function namesOf(variants: readonly Variant[], free: Parameters<typeof fitMemory>[2], fit: Fit): string {
  const fitOf = ({ weights, family }: Variant) => fitMemory(weights, ownSize(family), free).fit
  const names = [...Map.groupBy(variants, ({ model }) => model.id).values()].flatMap((each) => {
    const isAnyWhole = each.some((variant) => fitOf(variant) === 'fits')
    if (isAnyWhole && fit !== 'fits') return []
    const usable = each.filter((variant) => fitOf(variant) === fit)
    const best =
      usable.find(({ isFirst }) => isFirst) ?? usable.toSorted((a, b) => a.totalGigabytes - b.totalGigabytes)[0]
    if (best === undefined) return []
    return [best.isFirst ? best.model.label : `${best.model.label} (${best.precision})`]
  })
  return names.length === 0 ? '–' : names.join(', ')
}

function renderVariants(variants: readonly Variant[]): string {
  const header = [
    'Model',
    'ID',
    'Precision',
    'Download',
    'Fits 512²',
    'Fits 1024²',
    'Fits 1536 × 1024',
    'With offload',
    'License',
  ]
  return table(
    header,
    variants.map(({ model, family, precision, totalGigabytes, isComputed, weights }) => [
      model.label,
      `\`${model.id}\``,
      precision,
      `${isComputed ? '~' : ''}${formatFixed(totalGigabytes, 1)} GB`,
      ...sizes.map((size) => inGigabytes(leastOf(weights, size, ['fits']))),
      inGigabytes(leastOf(weights, ownSize(family), ['fits', 'fits-with-offload'])),
      licenseCell(model.license, model.hasTerms),
    ]),
  )
}

/** The least free graphics memory with which the planner says one of these, with plenty of main memory. */
function leastOf(weights: ModelWeights, size: Size, accepted: readonly Fit[]): number {
  let [low, high] = [0, 256 * gigabyte]
  while (high - low > gigabyte / 50) {
    const middle = (low + high) / 2
    const { fit } = fitMemory(weights, size, { deviceBytes: middle, systemBytes: plenty })
    if (accepted.includes(fit)) high = middle
    else low = middle
  }
  return high
}

function ownSize(family: FamilyId): Size {
  const { widthPx, heightPx } = familyOf(family).defaults
  return { widthPx, heightPx }
}

function licenseCell(license: CatalogueModel['license'], hasTerms: boolean): string {
  if (license === null) return '–'
  return `[${license.name}](${license.page})${hasTerms ? ', terms to accept' : ''}`
}

const inGigabytes = (bytes: number) => `${formatFixed(bytes / gigabyte, 1)} GB`
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`
}
