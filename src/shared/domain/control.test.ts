import { expect, it } from 'vitest'
import { netFor } from './control.ts'

const nets = ['canny', 'control_v11f1p_sd15_depth_fp16', 'control_v11p_sd15_openpose_fp16', 'tile']

it.each([
  ['depth', 'canny', 'control_v11f1p_sd15_depth_fp16'],
  ['pose', 'canny', 'control_v11p_sd15_openpose_fp16'],
  ['edges', 'tile', 'canny'],
  ['none', 'tile', 'tile'],
  // Chosen by a person, and it fits.
  ['depth', 'my-depth', 'my-depth'],
] as const)('for %s, %s becomes %s', (source, current, expected) => {
  expect(netFor(source, nets, current)).toBe(expected)
})

it('stays where none fits by its name', () => {
  expect(netFor('pose', ['canny', 'tile'], 'tile')).toBe('tile')
})
