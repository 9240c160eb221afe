import type { ProviderAdapter } from '../../../src/main/providers/core/adapter.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import { environmentNameOf, isKeyId } from '../../../src/main/secrets/key-names.ts'
import { priceLabel } from '../../../src/renderer/lib/models/price-labels.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'

const head = `# Providers

<!-- Written from the providers’ own declarations by \`npm run docs\`. -->

What each provider receives, where to get its key, and what its models can do, as built into this version. New models of a service
appear in the window automatically. Prices are from the vendors’ lists on the date given, before tax. In the window: Models.

**Masks**: _exact_ – the service changes only what the mask covers; _guided_ – the mask guides it, and pixels outside change, too; _described_ – the
mask is sent as a second image; _by Atelier_ – the model takes no mask. In every case, Atelier composites the result into the original pixels, so that
nothing outside the mask changes.

**Limits** are those of the services, and Atelier respects them: images that are too large or in another format are scaled and encoded before they
are sent, larger numbers of images are split into several requests, and you see what is not possible before you click. _Size_: of the results. _Per request_:
images per request. _Prompt_: in characters. _Sends_: the largest image that is sent. “–”: no known limit. You can set your own spending limits
under Settings › Money ([how](help/en/55-costs.md)).

![Models: the cards of providers, each with its key, its models and what they cost](images/models-light.webp)
`

/** A page on all providers, from their declarations. */
export function renderProviders(): string {
  const shown = Object.values(registry).filter(({ kind }) => kind !== 'demo')
  return [head, ...shown.map(renderProvider)].join('\n')
}

function renderProvider({
  id,
  label,
  kind,
  baseUrl,
  privacy,
  credential,
  concurrency,
  models,
  probedModels = [],
}: ProviderAdapter): string {
  const current = models.filter(({ state, aliasOf }) => state.type !== 'retired' && !aliasOf)
  const facts = [
    `ID on the command line: \`${id}\``,
    `Address: \`${baseUrl}\``,
    ...(isKeyId(id) ? [keyFact(environmentNameOf(id), credential)] : []),
    `At once: ${concurrency} ${concurrency === 1 ? 'request' : 'requests'}`,
  ]
  const table = current.length === 0 ? [] : [renderModels(current), '', renderLimits(current)]
  const without =
    kind === 'local' ? 'Its models are those that the server has.' : 'The service has retired all built-in models.'
  const own = current.length === 0 ? [without] : []
  const probed =
    probedModels.length === 0 ? [] : ['', `Offered once the service has them: ${probedModels.map(nameOf).join(', ')}.`]
  const list = facts.map((fact) => `- ${fact}`)
  return [`## ${label}`, '', privacy, '', ...list, '', ...table, ...own, ...probed, ''].join('\n')
}

function keyFact(variable: string, { need, pageUrl }: ProviderAdapter['credential']): string {
  const page = pageUrl === null ? '' : `, [get one](${pageUrl})`
  return `Key: \`${variable}\`${need === 'optional' ? ', optional' : ''}${page}`
}

function renderModels(models: readonly ModelCard[]): string {
  const rows = models.map((card) => [
    nameOf(card),
    tasksOf(card),
    maskOf(card),
    String(card.referencesMax),
    seedOf(card),
    priceOf(card),
  ])
  const header = ['Model', 'Can', 'Mask', 'References', 'Seed', 'Price per image']
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function nameOf({ id, label, state }: ModelCard): string {
  const ending = state.type === 'current' && state.deprecated ? ', deprecated' : ''
  return `${label} (\`${id}\`)${state.type === 'retiring' ? `, until ${state.on}` : ending}`
}

function tasksOf({ canGenerate, edits, variations }: ModelCard): string {
  const can = [
    ...(canGenerate ? ['new'] : []),
    ...(edits === 'no' ? [] : ['edit']),
    ...(variations === 'no' ? [] : ['variations']),
  ]
  return can.join(', ')
}

const maskTexts = { hard: 'exact', soft: 'guided', described: 'described', no: 'by Atelier' } as const

function maskOf({ edits, mask }: ModelCard): string {
  return edits === 'no' ? '–' : maskTexts[mask]
}

function seedOf({ seed }: ModelCard): string {
  return seed === 'best-effort' ? 'roughly' : seed
}

function priceOf(card: ModelCard): string {
  const { text } = priceLabel(card)
  return 'asOf' in card.price ? `${text} (${card.price.asOf})` : text
}

function renderLimits(models: readonly ModelCard[]): string {
  const rows = models.map((card) => [
    card.label,
    sizesOf(card.sizes),
    String(card.imagesPerCall),
    card.prompt === 'none' ? 'none' : (card.promptCharsMax?.toLocaleString('en-US') ?? '–'),
    sendsOf(card),
  ])
  const header = ['Model', 'Size', 'Per request', 'Prompt', 'Sends']
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function sizesOf(rule: ModelCard['sizes']): string {
  switch (rule.kind) {
    case 'list':
      return rule.sizes.map(({ widthPx, heightPx }) => `${widthPx} × ${heightPx}`).join(', ')
    case 'ratios':
      return `${rule.ratios.join(', ')} at ${rule.tiers.map(({ megapixels }) => `~${megapixels} MP`).join(', ')}`
    case 'grid':
      return `${rule.minSidePx} to ${rule.maxSidePx} px a side, up to ${inMegapixels(rule.maxPixels)}`
    case 'source':
      return 'as the image sent'
  }
}

function sendsOf({ edits, variations, referencesMax, input }: ModelCard): string {
  if (input === null || (edits === 'no' && variations === 'no' && referencesMax === 0)) return 'no image'
  const formats = input.formats.map((format) => format.toUpperCase()).join(', ')
  return `${input.maxSidePx} px a side, ${inMegapixels(input.maxPixels)}, ${Math.round(input.maxBytes / 1e6)} MB, ${formats}`
}

const inMegapixels = (pixels: number) => `${Math.round(pixels / 1e5) / 10} MP`
