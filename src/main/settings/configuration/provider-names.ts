import { z } from 'zod'
import { modelRefSchema } from '../../../shared/domain/provider.ts'
import { providerIds, providerIdSchema, type ProviderId } from '../../../shared/domain/provider-id.ts'
import * as messages from '../../../shared/messages/en/configuration.ts'

/** The name of fal in the founding documents. */
const otherNames: Readonly<Record<string, ProviderId>> = { falai: 'fal' }

/** All names of providers that the file may use. */
export const configuredProviderNames: readonly string[] = [...providerIds, ...Object.keys(otherNames)]

export function readProviderId(name: string): ProviderId | null {
  return otherNames[name] ?? providerIdSchema.safeParse(name).data ?? null
}

/** `provider/model`. */
export const writtenModelSchema = z.string(messages.mustBeModel).transform((written, context) => {
  const at = written.indexOf('/')
  const ref = { provider: readProviderId(written.slice(0, at)), model: written.slice(at + 1) }
  const found = modelRefSchema.safeParse(ref)
  if (at > 0 && found.success) return found.data
  context.addIssue({ code: 'custom', message: messages.mustBeModelExample })
  return z.NEVER
})
