import { defineConfig } from "vite";

// Everything goes into the package; names carry a hash of what is inside, so a browser may keep them for good.
export default defineConfig({
  base: "./",
  build: {
    outDir: "../src/exitban/web/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
});
