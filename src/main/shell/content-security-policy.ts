import { assetScheme } from './schemes.ts'

/**
 * Scripts, styles and fonts come from the program itself, and nothing from the network. Inline styles set through the
 * DOM's `style` object (React, Konva) are not subject to the policy, so no `unsafe-inline` is needed.
 */
const directives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': `'self' ${assetScheme}: blob: data:`,
  'connect-src': `'self' ${assetScheme}:`,
  'worker-src': "'self'",
  'object-src': "'none'",
  'frame-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
} as const

export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ')
