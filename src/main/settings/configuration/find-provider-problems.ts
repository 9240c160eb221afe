import { z } from 'zod'
import { providerIds, type ProviderId } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { readProviderId } from './configuration-file.ts'

interface ProviderProblem {
  readonly path: readonly string[]
  readonly words: string
}

/** The file as far as it is sound enough to look at its providers. */
const outlineSchema = z.looseObject({ media: z.looseObject({ providers: z.record(z.string(), z.unknown()) }) })
const addressSchema = z.looseObject({ base_url: z.string() })

/** Names that are no provider, or one a second time, and addresses that are none. */
export function findProviderProblems(
  file: unknown,
  parseBaseUrl: (text: string) => string,
): readonly ProviderProblem[] {
  const problems: ProviderProblem[] = []
  const seen = new Set<ProviderId>()
  const providers = outlineSchema.safeParse(file).data?.media.providers ?? {}
  for (const [name, provider] of Object.entries(providers)) {
    const path = ['media', 'providers', name]
    const id = readProviderId(name)
    if (id === null) problems.push({ path, words: `is no provider. There are ${providerIds.join(', ')}` })
    else if (seen.has(id)) problems.push({ path, words: `names ${id} a second time` })
    else seen.add(id)
    const words = addressProblem(addressSchema.safeParse(provider).data?.base_url, parseBaseUrl)
    if (words !== null) problems.push({ path: [...path, 'base_url'], words })
  }
  return problems
}

function addressProblem(address: string | undefined, parseBaseUrl: (text: string) => string): string | null {
  if (!address) return null
  try {
    parseBaseUrl(address)
    return null
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.message
    throw thrown
  }
}
