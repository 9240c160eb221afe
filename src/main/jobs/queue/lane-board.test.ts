import { describe, expect, it } from 'vitest'
import { createLaneBoard } from './lane-board.ts'

const anyone = () => true

function boardOf(...callIds: string[]) {
  const board = createLaneBoard()
  board.open('bfl', 1)
  for (const callId of callIds) board.add('bfl', { callId, position: board.nextPosition('bfl') })
  const rest = () => {
    const taken: string[] = []
    for (let next = board.take('bfl', anyone); next !== null; next = board.take('bfl', anyone)) {
      taken.push(next)
      board.remove('bfl', next)
    }
    return taken
  }
  return { board, rest }
}

describe('a lane', () => {
  it('starts no more than it may, first come first', () => {
    const { board } = boardOf('a', 'b')
    expect([board.take('bfl', anyone), board.take('bfl', anyone)]).toEqual(['a', null])
    board.remove('bfl', 'a')
    expect(board.take('bfl', anyone)).toBe('b')
  })

  it('passes over calls that may not start, which keep their position', () => {
    const { board, rest } = boardOf('a', 'b', 'c')
    expect(board.take('bfl', (callId) => callId === 'b')).toBe('b')
    board.remove('bfl', 'b')
    expect(board.take('bfl', () => false)).toBeNull()
    expect(rest()).toEqual(['a', 'c'])
  })

  it.each([
    ['c', 'a', ['c', 'a', 'b', 'd']],
    ['a', 'd', ['b', 'c', 'a', 'd']],
    ['b', null, ['a', 'c', 'd', 'b']],
    ['b', 'b', ['a', 'b', 'c', 'd']],
  ] as const)('%s goes before %s', (callId, before, order) => {
    const { board, rest } = boardOf('a', 'b', 'c', 'd')
    expect(board.move('bfl', callId, before)).not.toBeNull()
    expect(rest()).toEqual(order)
  })

  it('moves nobody who runs, has gone, or waits elsewhere', () => {
    const { board } = boardOf('a', 'b')
    board.take('bfl', anyone)
    board.add('fal', { callId: 'c', position: 1 })
    expect([board.move('bfl', 'a', 'b'), board.move('bfl', 'b', 'c'), board.move('bfl', 'x', null)]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('never ends in two equal places, however often somebody is put between the same two', () => {
    const { board, rest } = boardOf('a', 'b', 'c')
    const places = new Map<string, number>()
    for (let round = 0; round < 500; round++) {
      const [callId, before] = round % 2 === 0 ? ['c', 'b'] : ['b', 'c']
      for (const place of board.move('bfl', callId, before)!) places.set(place.callId, place.position)
    }
    expect(new Set(places.values()).size).toBe(places.size)
    expect(rest()).toEqual(['a', 'b', 'c'])
  })
})
