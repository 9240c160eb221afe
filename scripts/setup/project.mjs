import { resolve } from 'node:path'

/** The folder that contains package.json. */
export const projectRoot = resolve(import.meta.dirname, '..', '..')

export const isRoot = process.getuid?.() === 0

/** Chromium's sandbox does not work as root; everyone else keeps it. */
export const sandboxFlags = isRoot && process.platform === 'linux' ? ['--no-sandbox'] : []
