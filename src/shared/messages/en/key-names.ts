import { message } from '../message.ts'

// Key labels
export const control = message('Ctrl')
export const alt = message('Alt')
export const shift = message('Shift')
export const deleteKey = message('Del')
export const insert = message('Ins')
export const escape = message('Esc')
export const tab = message('Tab')
export const home = message('Home')
export const end = message('End')
export const pageUp = message('PgUp')
export const pageDown = message('PgDn')
export const menu = message('Menu')
export const space = message('Space')

// Gestures
export const drag = message('drag')
export const rightDrag = message('right-drag')
export const middleDrag = message('middle-drag')
export const click = message('click')
export const wheel = message('wheel')

// Symbol keys in words
export const command = message('Cmd')
export const option = message('Option')
export const left = message('Left')
export const right = message('Right')
export const up = message('Up')
export const down = message('Down')
export const enter = message('Enter')
export const backspace = message('Backspace')
