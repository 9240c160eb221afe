import { expect, it } from 'vitest'
import type { Lineage } from '../../../../shared/domain/catalogue.ts'
import { assetId } from '../../../../../test/support/window/sample-records.ts'
import { badgesAround } from './relation-messages.ts'

type Link = Lineage['links'][number]
const link = (from: number, to: number, how: Link['how']): Link => ({ fromId: assetId(from), toId: assetId(to), how })

it('labels relations other than parent and child in both directions', () => {
  const links = [
    link(0, 1, 'parent'),
    link(2, 1, 'control'),
    link(3, 1, 'reference'),
    link(3, 1, 'control'),
    link(1, 4, 'control'),
    link(1, 5, 'taken-from'),
    link(2, 6, 'reference'),
  ]
  expect([...badgesAround(assetId(1), links)]).toEqual([
    [assetId(2), 'Control image'],
    [assetId(3), 'Reference, Control image'],
    [assetId(4), 'As control image'],
    [assetId(5), 'Uses area'],
  ])
  expect([...badgesAround(assetId(2), links)]).toEqual([
    [assetId(1), 'As control image'],
    [assetId(6), 'As reference'],
  ])
})

it('labels nothing without a selection or for a link to itself', () => {
  expect(badgesAround(null, [link(0, 1, 'control')]).size).toBe(0)
  expect(badgesAround(assetId(1), [link(1, 1, 'control')]).size).toBe(0)
})
