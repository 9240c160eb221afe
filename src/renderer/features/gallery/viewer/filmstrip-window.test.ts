import { describe, expect, it } from 'vitest'
import { clampFilmstrip, filmstripAround, filmstripPitchPx, filmstripWindow } from './filmstrip-window.ts'

const widthPx = 10 * filmstripPitchPx

describe('the filmstrip', () => {
  it('has the image in its middle, but shows nothing beyond the ends', () => {
    expect(filmstripAround(50, widthPx, 1_000_000)).toBe(45.5)
    expect(filmstripAround(0, widthPx, 1_000_000)).toBe(0)
    expect(filmstripAround(999_999, widthPx, 1_000_000)).toBe(999_990)
  })

  it('holds only what is in sight', () => {
    expect(filmstripWindow(45.5, widthPx, 1_000_000)).toEqual({ from: 45, to: 56, offsetPx: -34 })
    expect(filmstripWindow(999_990, widthPx, 1_000_000)).toEqual({ from: 999_990, to: 1_000_000, offsetPx: 0 })
  })

  it('centers a few', () => {
    const first = clampFilmstrip(0, widthPx, 2)
    expect(filmstripWindow(first, widthPx, 2)).toEqual({ from: 0, to: 2, offsetPx: 4 * filmstripPitchPx })
  })
})
