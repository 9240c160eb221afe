import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { NamedReferenceId } from '../../../../shared/domain/ids.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import {
  assetId,
  blankRequest,
  editRequest,
  painterCard,
  plainCard,
} from '../../../../../test/support/plan-examples.ts'
import { registry } from '../../registry.ts'
import { createPlanNotes } from './plan-notes.ts'
import { planNamedReferences, type KnownReference } from './plan-named-references.ts'

const anna = reference('anna', { imageIds: [assetId('A'), assetId('B')], note: 'freckles, short red hair.' })
const lamp = reference('brass-lamp', { kind: 'thing', imageIds: [assetId('C')], description: 'an old brass oil lamp' })
const riso = reference('riso', { kind: 'style', imageIds: [assetId('D')], description: 'a two-color risograph print' })
const all = [anna, lamp, riso]

function reference(name: string, facts: Partial<KnownReference>): KnownReference {
  const id = `01R${name.toUpperCase().replaceAll('-', '').padEnd(23, '0')}` as NamedReferenceId
  return { id, name, kind: 'person', imageIds: [], note: '', description: '', ...facts }
}

function plan(prompt: string, card: Partial<ModelCard> = {}, request: Partial<PlanRequest> = {}, known = all) {
  const notes = createPlanNotes()
  const used = { ...painterCard, referencesMax: 4, ...card }
  const worded = planNamedReferences({ ...blankRequest, ...request, prompt }, used, known, notes)
  return {
    prompt: worded?.request.prompt,
    ids: worded?.request.referenceIds,
    uses: worded?.uses,
    tags: worded?.tags,
    characterAt: worded?.characterAt,
    warnings: notes.warnings.map(({ code, message }) => `${code}: ${message}`),
  }
}

describe('named references', () => {
  it('become images that the prompt speaks of by their numbers', () => {
    const { prompt, ids, warnings, uses } = plan('@anna beside @brass-lamp; @Anna smiles, in the style of @riso.')
    expect(prompt).toBe(
      [
        'anna (images 1 and 2) beside brass-lamp (image 3); anna (images 1 and 2) smiles, in the style of riso (image 4).',
        'Images 1 and 2 show the person anna: keep the same identity. What matters: freckles, short red hair.',
        'Image 3 shows the thing brass-lamp: keep its look.',
        'Image 4 is a reference for the style riso: take the style, not the content.',
      ].join('\n\n'),
    )
    expect(ids).toEqual(['A', 'B', 'C', 'D'].map(assetId))
    expect(uses?.map(({ name, form }) => [name, form])).toEqual([
      ['anna', 'images'],
      ['brass-lamp', 'images'],
      ['riso', 'images'],
    ])
    expect(warnings).toEqual([])
  })

  it('are counted behind the image being edited, its described mask and the images that are given beside', () => {
    const given = { ...editRequest, hasMask: true, referenceIds: [assetId('9')] }
    expect(plan('@brass-lamp', {}, given).prompt).toContain('(image 3)')
    expect(plan('@brass-lamp', { mask: 'described' }, given).prompt).toContain('(image 3)')
    const afterMask = plan('@brass-lamp', { mask: 'described', referenceForm: 'after-mask' }, given)
    expect(afterMask.prompt).toContain('(image 4)')
    expect(afterMask.ids).toEqual([assetId('9'), assetId('C')])
  })

  it('that share an image with each other or with the request have it sent once', () => {
    const twins = [anna, reference('bert', { imageIds: [assetId('B'), assetId('9')] })]
    const { prompt, ids, uses, warnings } = plan(
      '@anna and @bert',
      { referencesMax: 3 },
      { referenceIds: [assetId('9')] },
      twins,
    )
    expect(ids).toEqual(['9', 'A', 'B'].map(assetId))
    expect(prompt).toContain('anna (images 2 and 3) and bert (images 3 and 1)')
    expect(prompt).toContain('Images 3 and 1 show the person bert')
    expect(uses?.map(({ imageIds }) => imageIds.length)).toEqual([2, 2])
    expect(warnings).toEqual([])
    // One that is cut from the request's own images is not sent, so nothing can refer to it.
    const cut = plan('@bert', { referencesMax: 1 }, { referenceIds: [assetId('1'), assetId('9')] }, twins)
    expect(cut.prompt).toBe('bert')
    const tagged = plan('@anna and @bert', { referenceForm: 'tags' }, { referenceIds: [assetId('9')] }, twins)
    expect(tagged.tags).toEqual([null, 'anna', 'anna_2'])
    expect(tagged.prompt).toContain('@anna_2 and @image1 show the person bert')
  })

  it('are called by tags where the model takes them', () => {
    const { prompt, tags } = plan(
      '@anna holds @brass-lamp and @image1',
      { referenceForm: 'tags' },
      { referenceIds: [assetId('9')] },
    )
    expect(prompt).toContain('@anna holds @brass_lamp and @image1')
    expect(prompt).toContain('@anna and @anna_2 show the person anna: keep the same identity.')
    expect(tags).toEqual([null, 'anna', 'anna_2', 'brass_lamp'])
    // Too short, or reserved for images without a name.
    const short = [reference('jo', { imageIds: [assetId('A')] }), reference('source', { imageIds: [assetId('B')] })]
    const unnamed = plan('@jo meets @source', { referenceForm: 'tags' }, {}, short)
    expect(unnamed.tags).toEqual([null, null])
    expect(unnamed.prompt).toContain('@image1 meets @image2')
  })

  it('are described to models that take no images, or images of styles only', () => {
    const plain = plan('@brass-lamp and @anna', { ...plainCard, label: 'Lumen 2' })
    expect(plain.prompt).toBe('brass-lamp (an old brass oil lamp) and anna')
    expect(plain.ids).toEqual([])
    expect(plain.warnings).toEqual([
      'reference-described: Lumen 2 gets no images of @brass-lamp: it is described in words.',
      'reference-described: Lumen 2 gets no images of @anna, and it has no description: only the name is sent. Add a description to the reference.',
    ])
    const styled = plan('@brass-lamp, @riso', { referenceForm: 'style' })
    expect(styled.prompt).toBe('brass-lamp (an old brass oil lamp), riso (a two-color risograph print)')
    expect(styled.ids).toEqual([assetId('D')])
  })

  it('are one image of the first person for models that keep a character', () => {
    const price = painterCard.price
    const bob = reference('bob', { imageIds: [assetId('E')], description: 'a tall man' })
    const card: Partial<ModelCard> = { referenceForm: 'style', character: { price }, label: 'Lumen 2' }
    const given = { referenceIds: [assetId('9')] }
    const kept = plan('@riso: @anna and @bob', card, given, [...all, bob])
    expect(kept.ids).toEqual([assetId('9'), assetId('D'), assetId('A')])
    expect(kept.characterAt).toBe(2)
    expect(kept.prompt).toBe('riso (a two-color risograph print): anna and bob (a tall man)')
    expect(kept.warnings).toEqual([
      'reference-images-left-out: Lumen 2 gets 1 of 2 images of @anna.',
      'reference-described: Lumen 2 gets no images of @bob: it is described in words.',
    ])
    expect(plan('@brass-lamp', card).characterAt).toBeUndefined()
    expect(plan('@anna', { ...card, referencesMax: 1 }, given).characterAt).toBeUndefined()
  })

  it('go with a prompt that describes them where the model mixes an image into the result', () => {
    const { prompt, ids } = plan('@brass-lamp at night', { referenceForm: 'unnamed', referencesMax: 1 })
    expect(prompt).toBe('brass-lamp (an old brass oil lamp) at night')
    expect(ids).toEqual([assetId('C')])
  })

  it('are descriptions alone for models that draw tags', () => {
    const local = plan(
      '@brass-lamp, masterpiece',
      { ...plainCard, id: 'sdxl', label: 'SDXL base' },
      { provider: 'local' },
    )
    expect(local.prompt).toBe('an old brass oil lamp, masterpiece')
  })

  it('each have an image before any has a second, and what is left out is said', () => {
    const { ids, warnings } = plan('@anna with @brass-lamp', { referencesMax: 2, label: 'Lumen 2' })
    expect(ids).toEqual([assetId('A'), assetId('C')])
    expect(warnings).toEqual(['reference-images-left-out: Lumen 2 gets 1 of 2 images of @anna.'])
  })

  it('that nobody knows are sent as written, with a warning; addresses are none', () => {
    const { prompt, warnings } = plan('@bob writes to ann@anna.example')
    expect(prompt).toBeUndefined()
    expect(warnings).toEqual(['reference-unknown: There is no reference named @bob. It is sent as written.'])
  })
})

const cards = Object.values(registry).flatMap(
  (adapter) => adapter?.models.map((card) => ({ provider: adapter.id, card })) ?? [],
)
const referenceArbitrary = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}[a-z0-9]$/),
  kind: fc.constantFrom('person', 'thing', 'place', 'style'),
  images: fc.integer({ min: 0, max: 9 }),
  note: fc.constantFrom('', 'blue eyes'),
  description: fc.constantFrom('', 'a tall man'),
})

it('never exceeds what a model takes, and tells of every reference that is not wholly sent', () => {
  expect(cards.length).toBeGreaterThan(100)
  fc.assert(
    fc.property(
      fc.constantFrom(...cards),
      fc.uniqueArray(referenceArbitrary, { minLength: 1, maxLength: 6, selector: ({ name }) => name }),
      fc.integer({ min: 0, max: 4 }),
      fc.boolean(),
      ({ provider, card }, wanted, given, isEdit) => {
        let next = 0
        const known = wanted.map(({ name, kind, images, note, description }, at) => ({
          id: `01R${String(at).padStart(23, '0')}` as NamedReferenceId,
          name,
          kind,
          imageIds: Array.from({ length: images }, () => idOf(next++)),
          note,
          description,
        }))
        const notes = createPlanNotes()
        const request = {
          ...blankRequest,
          ...(isEdit && editRequest),
          provider,
          model: card.id,
          prompt: known.map(({ name }) => `@${name}`).join(' and '),
          referenceIds: Array.from({ length: given }, () => idOf(next++)),
        }
        const worded = planNamedReferences(request, card, known, notes)
        if (card.prompt === 'none') {
          expect(worded).toBeNull()
          return
        }
        const ids = worded!.request.referenceIds
        const max = card.input === null ? 0 : card.referencesMax
        expect(ids.length).toBeLessThanOrEqual(Math.max(max, given))
        expect(ids.slice(0, given)).toEqual(request.referenceIds)
        expect(new Set(ids).size).toBe(ids.length)
        expect(worded!.tags).toHaveLength(ids.length)
        const { characterAt } = worded!
        if (characterAt !== undefined) {
          expect(card.character).toBeDefined()
          const ofPeople = known.flatMap(({ kind, imageIds }) => (kind === 'person' ? imageIds : []))
          expect(ofPeople).toContain(ids[characterAt])
          const others = ids.filter((_, at) => at >= given && at !== characterAt)
          expect(others.filter((id) => ofPeople.includes(id))).toEqual([])
        }
        const tags = worded!.tags.filter((tag) => tag !== null)
        expect(new Set(tags).size).toBe(tags.length)
        for (const tag of tags) expect(tag).toMatch(/^[a-z]\w{2,15}$/)
        for (const use of worded!.uses) {
          const { imageIds } = known.find(({ id }) => id === use.id)!
          expect(use.imageIds).toEqual(imageIds.slice(0, use.imageIds.length))
          const isWhole = use.imageIds.length === imageIds.length && imageIds.length > 0
          expect(
            notes.warnings.some(({ message }) => message.includes(`@${use.name}`)),
            use.name,
          ).toBe(!isWhole)
        }
      },
    ),
  )
})

function idOf(number: number) {
  return assetId('0').slice(0, 20).concat(String(number).padStart(6, '0')) as ReturnType<typeof assetId>
}
