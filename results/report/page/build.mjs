// Builds dist/ from src/: one script with what it needs of ECharts and no more, and the licences of all that is in it.
// `node build.mjs --check` fails if dist/ is not, byte for byte, what a build makes.
import { build } from 'esbuild';
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

const here = dirname(fileURLToPath(import.meta.url));
const result = await build({
  absWorkingDir: here,
  entryPoints: ['src/main.js'],
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  target: ['es2019'],
  charset: 'ascii',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
});

const packages = [
  ['Apache ECharts', 'echarts', ['NOTICE', 'LICENSE', 'licenses/LICENSE-d3']],
  ['ZRender', 'zrender', ['LICENSE']],
  ['tslib', 'tslib', ['LICENSE.txt']],
];
let licences = 'The script of this page contains the following software.\n';
for (const [name, folder, files] of packages) {
  const version = JSON.parse(readFileSync(join(here, 'node_modules', folder, 'package.json'))).version;
  licences += `\n${'='.repeat(80)}\n${name} ${version}\n${'='.repeat(80)}\n`;
  for (const file of files) licences += `\n${readFileSync(join(here, 'node_modules', folder, file), 'utf8').trim()}\n`;
}

const made = { 'report.js': result.outputFiles[0].text, 'LICENCES.txt': licences.replace(/[ \t]+$/gm, '') };
let differs = false;
mkdirSync(join(here, 'dist'), { recursive: true });
for (const [name, text] of Object.entries(made)) {
  const path = join(here, 'dist', name);
  if (process.argv.includes('--check')) {
    if (readFileSync(path, 'utf8') !== text) {
      console.error(`dist/${name} is not what a build makes of src/: run npm ci && npm run build`);
      differs = true;
    }
  } else {
    writeFileSync(path, text);
    console.log(`dist/${name}: ${text.length} bytes`);
  }
}
process.exit(differs ? 1 : 0);
