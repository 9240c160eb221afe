/** The library holds a file it signs several times over, in memory that ends at 4 GB. */
export const credentialsBytesMax = 512 * 1024 * 1024
