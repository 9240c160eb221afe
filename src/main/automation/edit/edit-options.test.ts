import { describe, expect, it } from 'vitest'
import { automaticBlend } from '../../../shared/domain/edit.ts'
import { readBlend, readBox, readFrame, readIntent, usualBlend } from './edit-options.ts'

const usual = automaticBlend('fill', { growPx: 4, featherPx: 8 })
const image = { widthPx: 600, heightPx: 400 }

describe('edit options', () => {
  it('are read from their flags', () => {
    expect(readIntent('remove')).toBe('remove')
    expect(readBox('10,-20,300,400')).toEqual({ x: 10, y: -20, widthPx: 300, heightPx: 400 })
    expect(readFrame('100,0,50,20', image)).toEqual({ x: -100, y: 0, widthPx: 750, heightPx: 420 })
    expect(readFrame('800x500-100+0', image)).toEqual({ x: -100, y: 0, widthPx: 800, heightPx: 500 })
    expect(
      readBlend({ match: '0.5', soften: '12', offset: '-3,2.5', opacity: '0.8', 'force-paste': true }, usual),
    ).toEqual({
      match: 0.5,
      softenPx: 12,
      isAligned: true,
      offsetXPx: -3,
      offsetYPx: 2.5,
      opacity: 0.8,
      isForced: true,
    })
  })

  it('have defaults without flags', () => {
    expect([readIntent(undefined), readBox(undefined), readFrame(undefined, image)]).toEqual([null, null, null])
    expect(readBlend({}, usual)).toEqual(usual)
  })

  it.each([
    [() => readIntent('paint'), '--intent must be one of fill, add'],
    [() => readBox('1,2,3'), '--box must be X,Y,WIDTH,HEIGHT'],
    [() => readBox('1,2,0,4'), '--box must be X,Y,WIDTH,HEIGHT'],
    [() => readFrame('800x500', image), '--frame must be LEFT,TOP,RIGHT,BOTTOM or'],
    [() => readBlend({ offset: '3' }, usual), '--offset must look like --offset=X,Y'],
    [() => readBlend({ offset: '600,0' }, usual), '--offset must look like --offset=X,Y'],
    [() => readBlend({ match: '2' }, usual), '--match must be a number from 0 to 1'],
  ])('are rejected when invalid', (read, args) => {
    expect(read).toThrow(args)
  })

  it('soften the seam of a finished mask within its white area', () => {
    expect(usualBlend('fill', { growPx: 0, featherPx: 0 }).softenPx).toBe(4)
    expect(usualBlend('fill', { growPx: 20, featherPx: 32 })).toEqual(
      automaticBlend('fill', { growPx: 20, featherPx: 32 }),
    )
  })
})
