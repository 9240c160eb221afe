import { describe, expect, it } from 'vitest'
import { createLaneBoard } from './lane-board.ts'

const mayStart = () => true

function boardOf(...callIds: string[]) {
  const board = createLaneBoard()
  board.open('bfl', 1)
  for (const callId of callIds) board.add('bfl', { callId, position: board.nextPosition('bfl') })
  const takeAll = () => {
    const taken: string[] = []
    for (let next = board.take('bfl', mayStart); next !== null; next = board.take('bfl', mayStart)) {
      taken.push(next)
      board.remove('bfl', next)
    }
    return taken
  }
  return { board, rest: takeAll }
}

describe('a lane', () => {
  it('starts as many calls as its limit allows, first in, first out', () => {
    const { board } = boardOf('a', 'b')
    expect([board.take('bfl', mayStart), board.take('bfl', mayStart)]).toEqual(['a', null])
    board.remove('bfl', 'a')
    expect(board.take('bfl', mayStart)).toBe('b')
  })

  it('skips calls that may not start and keeps their position', () => {
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
  ] as const)('moves %s before %s', (callId, before, order) => {
    const { board, rest } = boardOf('a', 'b', 'c', 'd')
    expect(board.move('bfl', callId, before)).not.toBeNull()
    expect(rest()).toEqual(order)
  })

  it('does not move calls that run, are gone or are in another lane', () => {
    const { board } = boardOf('a', 'b')
    board.take('bfl', mayStart)
    board.add('fal', { callId: 'c', position: 1 })
    expect([board.move('bfl', 'a', 'b'), board.move('bfl', 'b', 'c'), board.move('bfl', 'x', null)]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('never produces equal positions, however often calls are moved between the same two', () => {
    const { board, rest } = boardOf('a', 'b', 'c')
    const positions = new Map<string, number>()
    for (let round = 0; round < 500; round++) {
      const [callId, before] = round % 2 === 0 ? ['c', 'b'] : ['b', 'c']
      for (const moved of board.move('bfl', callId, before)!) positions.set(moved.callId, moved.position)
    }
    expect(new Set(positions.values()).size).toBe(positions.size)
    expect(rest()).toEqual(['a', 'b', 'c'])
  })
})
