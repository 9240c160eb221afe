import type { ProviderAdapter } from '../../../src/main/providers/core/adapter.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import { environmentNameOf, isKeyId } from '../../../src/main/secrets/key-names.ts'
import { priceLabel } from '../../../src/renderer/lib/price-labels.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'

const head = `# Providers

<!-- Written from the providers’ own declarations by \`npm run docs\`. -->

What each provider gets, where its key comes from, and what its models can do, as built into this version. Models that a service lists anew
appear in the window by themselves. Prices are those of the vendors’ lists on the day given, before tax. In the window: Models.

**Masks**: _exact_ – the service changes only what the mask covers; _guided_ – the mask guides it, and pixels outside change too; _described_ – the
mask is sent as a second image; _by Atelier_ – the model takes none. Whatever it is, Atelier puts the answer into the original pixels, so that
nothing outside the mask changes.
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
}: ProviderAdapter): string {
  const current = models.filter(({ state, aliasOf }) => state.type !== 'retired' && !aliasOf)
  const facts = [
    `ID on the command line: \`${id}\``,
    `Address: \`${baseUrl}\``,
    ...(isKeyId(id) ? [`Key: \`${environmentNameOf(id)}\`${credential.need === 'optional' ? ', optional' : ''}`] : []),
    `At once: ${concurrency} ${concurrency === 1 ? 'request' : 'requests'}`,
  ]
  const table = current.length === 0 ? [] : [renderModels(current)]
  const own = kind === 'local' && current.length === 0 ? ['Its models are those that the server has.'] : []
  return [`## ${label}`, '', privacy, '', ...facts.map((fact) => `- ${fact}`), '', ...table, ...own, ''].join('\n')
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
  return `${label} (\`${id}\`)${state.type === 'retiring' ? `, until ${state.on}` : ''}`
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
