/** Whether this is `npm run test:soak`, which runs in full what `npm test` runs a share of. */
export const isSoak = process.env['ATELIER_SOAK'] === '1'
