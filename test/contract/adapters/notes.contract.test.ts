import { expect, it } from 'vitest'
import { registry } from '../../../src/main/providers/registry.ts'

const cards = Object.values(registry).flatMap(({ id, models }) =>
  models.map((card) => ({ name: `${id}/${card.id}`, note: card.note ?? '' })),
)

it('no note counts references: the card does, and what a vendor counts includes the source', () => {
  const counting = cards.filter(({ note }) => /to go by/i.test(note) && /\d|two|three|four|five|eight|ten/i.test(note))
  expect(counting).toEqual([])
})
