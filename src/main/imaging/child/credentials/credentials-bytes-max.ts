/** The library holds several copies of a file it signs, in memory limited to 4 GB. */
export const credentialsBytesMax = 512 * 1024 * 1024
