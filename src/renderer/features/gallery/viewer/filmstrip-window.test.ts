import { describe, expect, it } from 'vitest'
import { clampFilmstrip, filmstripAround, filmstripPitchPx, filmstripWindow } from './filmstrip-window.ts'

const widthPx = 10 * filmstripPitchPx

describe('filmstrip', () => {
  it('centers the image but never scrolls beyond the ends', () => {
    expect(filmstripAround(50, widthPx, 1_000_000)).toBe(45.5)
    expect(filmstripAround(0, widthPx, 1_000_000)).toBe(0)
    expect(filmstripAround(999_999, widthPx, 1_000_000)).toBe(999_990)
  })

  it('renders only visible images', () => {
    expect(filmstripWindow(45.5, widthPx, 1_000_000)).toEqual({ from: 45, to: 56, offsetPx: -34 })
    expect(filmstripWindow(999_990, widthPx, 1_000_000)).toEqual({ from: 999_990, to: 1_000_000, offsetPx: 0 })
  })

  it('centers a few images', () => {
    const first = clampFilmstrip(0, widthPx, 2)
    expect(filmstripWindow(first, widthPx, 2)).toEqual({ from: 0, to: 2, offsetPx: 4 * filmstripPitchPx })
  })
})
