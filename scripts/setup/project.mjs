import { resolve } from 'node:path'

/** The folder that holds package.json. */
export const projectRoot = resolve(import.meta.dirname, '..', '..')

export const isRoot = process.getuid?.() === 0

/** Chromium refuses its sandbox to root, and only to root: everyone else keeps it. */
export const sandboxFlags = isRoot && process.platform === 'linux' ? ['--no-sandbox'] : []
