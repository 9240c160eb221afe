import type { CredentialsPlan, CredentialsSource, InputSource, OpenedSource } from '../../content-credentials.ts'
import { sourceTypes } from '../metadata/xmp-packet.ts'

/** An action of C2PA 2.1, section 18.14, in the library's format. */
export interface ManifestAction {
  readonly action: 'c2pa.created' | 'c2pa.opened' | 'c2pa.placed' | 'c2pa.resized' | 'c2pa.edited' | 'c2pa.transcoded'
  readonly digitalSourceType?: string
  readonly softwareAgent?: { readonly name: string; readonly version?: string }
  readonly description?: string
  readonly parameters?: { readonly ingredientIds: readonly string[] }
}

export interface CredentialManifest {
  readonly definition: Readonly<Record<string, unknown>>
  readonly hasParent: boolean
}

/** The sources found for the exported image. */
export interface FoundSources {
  /** null = none, or none that still exists. */
  readonly opened: OpenedSource | null
  readonly placed: readonly CredentialsSource[]
  /** Empty if no step by a model is recorded. */
  readonly inputs: readonly InputSource[]
}

export const openedId = 'opened'
export const placedId = (at: number): string => `placed-${at}`
export const inputId = (at: number): string => `input-${at}`

interface Contents {
  readonly title: string
  readonly mime: string
  readonly plan: CredentialsPlan
  readonly digitalSourceType: string | null
}

/**
 * The actions are a created assertion whose first item starts the image's history: validators accept `c2pa.created` and
 * `c2pa.opened` only there (C2PA 2.2).
 */
export function buildManifest(contents: Contents, found: FoundSources): CredentialManifest {
  const { title, mime, plan } = contents
  const actions = actionsOf(contents, found)
  return {
    definition: {
      claim_generator_info: [atelierOf(plan)],
      title,
      format: mime,
      assertions: [{ label: 'c2pa.actions.v2', data: { actions }, created: true }],
    },
    hasParent: actions[0]?.action === 'c2pa.opened',
  }
}

function atelierOf({ appVersion }: CredentialsPlan): { readonly name: string; readonly version: string } {
  return { name: 'Atelier', version: appVersion }
}

/**
 * History starts with “opened” if there was a source, and with “created” otherwise: an edit is never called created.
 */
function actionsOf({ plan, digitalSourceType }: Contents, found: FoundSources): readonly ManifestAction[] {
  const atelier = atelierOf(plan)
  const kind = digitalSourceType === null ? {} : { digitalSourceType: `${sourceTypes}${digitalSourceType}` }
  const resized: ManifestAction[] = plan.isResized ? [{ action: 'c2pa.resized', softwareAgent: atelier }] : []
  const { opened, placed } = found
  const inputs = inputParameters(found)
  if (opened === null && plan.createdBy !== null) {
    const softwareAgent = { name: plan.createdBy }
    return [{ action: 'c2pa.created', ...kind, softwareAgent, ...promptDescription(plan), ...inputs }, ...resized]
  }
  const isItself = opened?.isItself ?? false
  const editedBy = opened?.editedBy ?? null
  return [
    { action: 'c2pa.opened', softwareAgent: atelier, parameters: { ingredientIds: [openedId] } },
    ...placed.map((_, at) => ({
      action: 'c2pa.placed' as const,
      softwareAgent: atelier,
      parameters: { ingredientIds: [placedId(at)] },
    })),
    ...resized,
    {
      action: isItself ? 'c2pa.transcoded' : 'c2pa.edited',
      ...kind,
      softwareAgent: editedBy === null ? atelier : { name: editedBy },
      ...(editedBy === null ? {} : { ...promptDescription(plan), ...inputs }),
    },
  ]
}

function inputParameters({ inputs }: FoundSources): Pick<ManifestAction, 'parameters'> {
  return inputs.length === 0 ? {} : { parameters: { ingredientIds: inputs.map((_, at) => inputId(at)) } }
}

function promptDescription({ prompt }: CredentialsPlan): { readonly description?: string } {
  return prompt === null ? {} : { description: prompt }
}

/** An ingredient in the library's format; the file itself, if given, contributes its own credentials. */
export function ingredientOf(source: CredentialsSource | InputSource | null, id: string, thumbnailId: string | null) {
  const role = source !== null && 'role' in source ? source.role : null
  return JSON.stringify({
    title: source?.title ?? 'Image',
    ...(source === null ? {} : { format: source.mime }),
    relationship: id === openedId ? 'parentOf' : role === null ? 'componentOf' : 'inputTo',
    ...(role === null ? {} : { description: role }),
    label: id,
    ...(thumbnailId === null ? {} : { thumbnail: { format: 'image/webp', identifier: thumbnailId } }),
  })
}
