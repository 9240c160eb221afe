import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { NamedReference, ReferenceUse } from '../../../../shared/domain/named-reference.ts'
import * as messages from '../../../../shared/messages/en/provider-plan.ts'
import { dialectOf, findMentions, referenceKey, replaceMentions } from '../../../../shared/prompting/index.ts'
import { isMarked } from '../../../editing/edit-intent.ts'
import { cardInUse } from './card-in-use.ts'
import type { PlanNotes } from './plan-notes.ts'

/** A named reference as the plan needs it. */
export type KnownReference = Pick<NamedReference, 'id' | 'name' | 'kind' | 'imageIds' | 'note' | 'description'>

export interface WordedRequest {
  /** With the mentions in the form the model understands, and the images of the references that it gets. */
  readonly request: PlanRequest
  readonly uses: readonly ReferenceUse[]
  /** Of each reference image, for models that name them; null = it has none of its own. */
  readonly tags: readonly (string | null)[]
  /** Index of the reference image that shows a person to keep, for models that take one apart from styles. */
  readonly characterAt?: number
}

/**
 * Puts the named references of a prompt into the form a model understands: images with their numbers or tags as far as
 * it takes them, otherwise words. Pure.
 */
export function planNamedReferences(
  request: PlanRequest,
  card: ModelCard,
  known: readonly KnownReference[],
  notes: PlanNotes,
): WordedRequest | null {
  const mentions = findMentions(request.prompt)
  if (mentions.length === 0 || card.prompt === 'none') return null
  const used = cardInUse(request, card)
  const byKey = new Map(known.map((reference) => [referenceKey(reference.name), reference]))
  const named = [...new Set(mentions.map(({ name }) => byKey.get(referenceKey(name))))].filter(
    (each) => each !== undefined,
  )
  noteUnknown(
    mentions.map(({ name }) => name).filter((name) => !byKey.has(referenceKey(name)) && !isOwnTag(name, used)),
    notes,
  )
  if (named.length === 0) return null
  const { places, sent } = placeImages(request, used, named)
  noteLeftOut(places, used, notes)
  const naming = namingOf(request, used, { places, sent })
  const prompt = replaceMentions(request.prompt, ({ name }) => {
    const place = places.find(({ reference }) => referenceKey(reference.name) === referenceKey(name))
    return place ? naming.inline(place) : null
  })
  const character = used.referenceForm === 'style' ? places.find(isOfPerson) : undefined
  return {
    request: {
      ...request,
      prompt: [prompt, ...naming.legend].join('\n\n'),
      referenceIds: sent.map(({ id }) => id),
    },
    uses: places.map(({ reference: { id, name }, imageIds }) => ({
      id,
      name,
      form: imageIds.length > 0 ? 'images' : 'words',
      imageIds: [...imageIds],
    })),
    tags: sent.map(({ tag }) => tag),
    ...(character && { characterAt: character.images[0]! }),
  }
}

/** A reference with what the model gets of it. */
interface Place {
  readonly reference: KnownReference
  readonly imageIds: readonly AssetId[]
  /** The index of each among all reference images. */
  readonly images: readonly number[]
}

/** A reference image of the request. */
interface SentImage {
  readonly id: AssetId
  /** null = the image's usual tag. */
  readonly tag: string | null
}

/**
 * Every reference gets one image before any gets a second: a model that takes few of them should know everybody. The
 * images of one stay together, and behind those that the request names itself. An image that is among them twice, of its
 * own or of two references, is sent once.
 */
function placeImages(
  request: PlanRequest,
  used: ModelCard,
  named: readonly KnownReference[],
): { readonly places: readonly Place[]; readonly sent: readonly SentImage[] } {
  const counts = countImages(request, used, named)
  const sent: SentImage[] = request.referenceIds.map((id) => ({ id, tag: null }))
  const takenTags = new Set<string>()
  const places = named.map((reference, at) => {
    const imageIds = reference.imageIds.slice(0, counts[at])
    const images = imageIds.map((id, index) => {
      const known = sent.findIndex((image) => image.id === id)
      if (known >= 0) return known
      const tag = used.referenceForm === 'tags' ? tagFor(reference, index, takenTags) : null
      return sent.push({ id, tag }) - 1
    })
    return { reference, imageIds, images }
  })
  return { places, sent }
}

/** Returns how many images of each reference a model gets. */
function countImages(request: PlanRequest, used: ModelCard, named: readonly KnownReference[]): number[] {
  const fitting = countFitting(named, used)
  const counts = fitting.map(() => 0)
  const max = used.input === null ? 0 : used.referencesMax
  const sent = new Set(request.referenceIds.slice(0, max))
  for (let round = 0; counts.some((count, at) => count === round && round < fitting[at]!); round++) {
    for (const [at, { imageIds }] of named.entries()) {
      const id = imageIds[round]
      if (id === undefined || counts[at] !== round || round >= fitting[at]!) continue
      if (!sent.has(id) && sent.size >= max) continue
      sent.add(id)
      counts[at] = round + 1
    }
  }
  return counts
}

/** How many images of each reference a model could use. */
function countFitting(named: readonly KnownReference[], { referenceForm, character }: ModelCard): number[] {
  if (referenceForm !== 'style') return named.map(({ imageIds }) => imageIds.length)
  const person = character && named.find(({ kind, imageIds }) => kind === 'person' && imageIds.length > 0)
  return named.map((reference) => {
    if (reference === person) return 1
    return reference.kind === 'style' ? reference.imageIds.length : 0
  })
}

function isOfPerson({ reference, imageIds }: Place): boolean {
  return reference.kind === 'person' && imageIds.length > 0
}

/** Runway: 3 to 16 letters, digits and `_`, a letter first. Null = the image's usual tag. */
function tagFor({ name }: KnownReference, index: number, taken: Set<string>): string | null {
  const base = name.replaceAll('-', '_')
  const tag = index === 0 ? base : `${base}_${index + 1}`
  if (!/^[a-z]\w{2,15}$/i.test(tag) || taken.has(referenceKey(tag)) || isReservedTag(tag)) return null
  taken.add(referenceKey(tag))
  return tag
}

/** Those that the adapter gives to images without a name. */
function isReservedTag(tag: string): boolean {
  return /^(?:source|markup|image\d+)$/i.test(tag)
}

function isOwnTag(name: string, { referenceForm }: ModelCard): boolean {
  return referenceForm === 'tags' && isReservedTag(name)
}

interface Naming {
  /** In place of a mention. */
  inline(place: Place): string
  /** Sentences behind the prompt. */
  readonly legend: readonly string[]
}

function namingOf(request: PlanRequest, used: ModelCard, { places, sent }: ReturnType<typeof placeImages>): Naming {
  const isProse = dialectOf(request.provider, used) === 'sentence'
  const numberOf = (index: number) => index + 1 + imagesBefore(request, used)
  const imagesOf = (place: Place) =>
    place.images.map((at) =>
      used.referenceForm === 'tags' ? `@${sent[at]!.tag ?? `image${at + 1}`}` : String(numberOf(at)),
    )
  const isTold = used.referenceForm !== 'style' && used.referenceForm !== 'unnamed' && isProse
  return {
    inline(place) {
      const { name, description } = place.reference
      if (place.imageIds.length === 0) return inWords(name, description, isProse)
      if (used.referenceForm === 'tags') return imagesOf(place)[0]!
      return isTold ? `${name} (${numbered(imagesOf(place))})` : inWords(name, description, isProse)
    },
    legend: isTold
      ? places.filter(({ imageIds }) => imageIds.length > 0).map((place) => explain(place, imagesOf(place), used))
      : [],
  }
}

/** The image being edited is the first; a described mask may be the second. */
function imagesBefore(request: PlanRequest, { mask, referenceForm }: ModelCard): number {
  if (request.operation === 'generate' || request.sourceId === null) return 0
  const hasMask = request.operation === 'edit' && isMarked(request, request.hasMask) && mask === 'described'
  return hasMask && referenceForm === 'after-mask' ? 2 : 1
}

/** Models that draw what tags name would draw a person's name as letters, or as somebody known by it. */
function inWords(name: string, description: string, isProse: boolean): string {
  if (description === '') return name
  return isProse ? `${name} (${description})` : description
}

function numbered(images: readonly string[]): string {
  return images.length === 1 ? `image ${images[0]}` : `images ${listOf(images)}`
}

function listOf(items: readonly string[]): string {
  return items.length === 1 ? items[0]! : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** In English, which every model reads. */
function explain({ reference: { name, kind, note } }: Place, images: readonly string[], used: ModelCard): string {
  const isOne = images.length === 1
  const tagged = used.referenceForm === 'tags'
  const subject = tagged ? listOf(images) : `${isOne ? 'Image' : 'Images'} ${listOf(images)}`
  const matters = note === '' ? '' : ` What matters: ${note.replace(/[.\s]+$/, '')}.`
  if (kind === 'style') {
    const verb = isOne ? 'is a reference' : 'are references'
    return `${subject} ${verb} for the style ${name}: take the style, not the content.${matters}`
  }
  const keep = kind === 'person' ? 'keep the same identity' : 'keep its look'
  return `${subject} ${isOne ? 'shows' : 'show'} the ${kind} ${name}: ${keep}.${matters}`
}

function noteUnknown(names: readonly string[], notes: PlanNotes): void {
  for (const name of new Set(names)) notes.warn('reference-unknown', messages.referenceUnknown({ name }))
}

function noteLeftOut(places: readonly Place[], used: ModelCard, notes: PlanNotes): void {
  for (const { reference, imageIds } of places) {
    const { name, description } = reference
    const facts = { model: used.label, name }
    if (imageIds.length === 0) {
      const message = description === '' ? messages.referenceNameOnly(facts) : messages.referenceDescribed(facts)
      notes.warn('reference-described', message)
    } else if (imageIds.length < reference.imageIds.length) {
      const counts = { sent: imageIds.length, count: reference.imageIds.length }
      notes.warn('reference-images-left-out', messages.referenceImagesLimited({ ...facts, ...counts }))
    }
  }
}
