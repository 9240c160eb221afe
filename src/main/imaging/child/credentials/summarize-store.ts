import { z } from 'zod'
import type { CredentialsCheck } from '../../../../shared/domain/credentials.ts'

const textSchema = z.string().nullish().catch(null)
const statusSchema = z.object({ code: z.string(), explanation: textSchema })
const actionsSchema = z.object({
  actions: z.array(
    z.object({
      action: z.string(),
      softwareAgent: z
        .union([z.string(), z.object({ name: z.string(), version: textSchema })])
        .nullish()
        .catch(null),
      digitalSourceType: textSchema,
      description: textSchema,
    }),
  ),
})
const manifestSchema = z.object({
  claim_generator: textSchema,
  claim_generator_info: z
    .array(z.object({ name: textSchema, version: textSchema }))
    .nullish()
    .catch(null),
  signature_info: z.object({ issuer: textSchema, common_name: textSchema, time: textSchema }).nullish().catch(null),
  assertions: z
    .array(z.object({ label: z.string(), data: z.unknown() }))
    .nullish()
    .catch(null),
  ingredients: z
    .array(z.object({ title: textSchema, description: textSchema, active_manifest: textSchema }))
    .nullish()
    .catch(null),
})

/** The output of the library's reader; unknown fields are ignored. */
const storeSchema = z.object({
  active_manifest: z.string(),
  manifests: z.record(z.string(), z.unknown()),
  validation_state: textSchema,
  validation_status: z.array(statusSchema).nullish().catch(null),
})

type Manifest = z.output<typeof manifestSchema>

const textMax = 500
const listMax = 50
/** Says nothing about the file: no trust list is available here. */
const untrusted = 'signingCredential.untrusted'
/** The image bytes differ from those that were signed (C2PA 2.1, section 15.2.2). */
const changed = /^assertion\.(dataHash|bmffHash|boxesHash|collectionHash)\.mismatch$/

/** Returns null if the reader's output cannot be parsed. */
export function summarizeStore(json: unknown): Extract<CredentialsCheck, { type: 'checked' }> | null {
  const store = storeSchema.safeParse(json)
  const manifest = store.success ? manifestSchema.safeParse(store.data.manifests[store.data.active_manifest]) : null
  if (!store.success || !manifest?.success) return null
  const problems = (store.data.validation_status ?? []).filter(({ code }) => code !== untrusted)
  const isSound = problems.length === 0 && /^(valid|trusted)$/i.test(store.data.validation_state ?? '')
  const { signature_info: signature } = manifest.data
  const signer = signature?.common_name ?? signature?.issuer ?? null
  const organization = signature?.issuer ?? null
  const signedAtMs = Date.parse(signature?.time ?? '')
  return {
    type: 'checked',
    state: isSound ? 'intact' : problems.some(({ code }) => changed.test(code)) ? 'changed' : 'broken',
    signer: cut(signer),
    issuer: organization === signer ? null : cut(organization),
    signedAtMs: Number.isSafeInteger(signedAtMs) ? signedAtMs : null,
    generator: generatorOf(manifest.data),
    actions: actionsOf(manifest.data),
    ingredients: (manifest.data.ingredients ?? [])
      .slice(0, listMax)
      .map(({ title, description, active_manifest: ownManifest }) => ({
        title: cut(title ?? null),
        description: cut(description ?? null),
        hasCredentials: Boolean(ownManifest),
      })),
    problems: problems.slice(0, listMax).map(({ code, explanation }) => cut(explanation ?? code)!),
  }
}

function generatorOf({ claim_generator: text, claim_generator_info: infos }: Manifest): string | null {
  const [info] = infos ?? []
  if (!info?.name) return cut(text ?? null)
  return cut(info.version ? `${info.name} ${info.version}` : info.name)
}

function actionsOf({ assertions }: Manifest) {
  const listed = (assertions ?? []).flatMap(({ label, data }) => {
    const parsed = /^c2pa\.actions(\.v2)?(__\d+)?$/.test(label) ? actionsSchema.safeParse(data) : null
    return parsed?.success ? parsed.data.actions : []
  })
  return listed.slice(0, listMax).map(({ action, softwareAgent, digitalSourceType, description }) => ({
    name: cut(action)!,
    by: cut(typeof softwareAgent === 'string' ? softwareAgent : (softwareAgent?.name ?? null)),
    digitalSourceType: cut(digitalSourceType?.split('/').at(-1) ?? null),
    description: cut(description ?? null),
  }))
}

function cut(text: string | null): string | null {
  return text?.slice(0, textMax).toWellFormed() ?? null
}
