/** Of `npm run coverage`; words without dashes name the steps to run. Described in CONTRIBUTING.md. */
export const coverageOptions = /** @type {const} */ ({
  /** Reads folders of raw coverage that an earlier run left, and runs nothing. */
  from: { type: 'string', multiple: true },
  /** The checkout whose build and sources `from` ran. */
  root: { type: 'string' },
  /** Adds what another run of the same sources covered, from the folder that it was kept in. */
  with: { type: 'string', multiple: true },
  /** A folder to keep the covered lines in. */
  keep: { type: 'string' },
  /** Prints what was covered according to such a folder, and is not now. */
  lost: { type: 'string' },
  /** What the kept lines and figures are said to be of, where the tool that measured them is newer; default: HEAD. */
  commit: { type: 'string' },
  /** Writes the figures to test/coverage.json, which later runs must reach. */
  baseline: { type: 'boolean' },
})
