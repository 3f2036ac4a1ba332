#!/bin/sh
# Builds the book of docs/ into a directory, and fails where a chapter is missing or a link in it leads nowhere.
#   scripts/build-book.sh DIR
# mdBook itself judges chapters only. Links to other hosts are not followed.
set -eu
PATH="${XDG_CACHE_HOME:-$HOME/.cache}/linkwright/bin:$PATH"
book=${1:?usage: scripts/build-book.sh DIR}
case "$book" in /*) ;; *) book=$PWD/$book ;; esac

rm -rf "$book"
said=$(mdbook build docs --dest-dir "$book" 2>&1) || { printf '%s\n' "$said" >&2; exit 1; }
# A warning is a fault that mdBook has decided to live with.
if printf '%s\n' "$said" | grep -E '^ *(WARN|ERROR)' >&2; then exit 1; fi

cd "$book"
# The page of everything and the page of what is not there say nothing of their own.
find . -name '*.html' ! -name print.html ! -name 404.html ! -name toc.html | sort | xargs awk '
    function exists(path,   line, found) {
        found = (getline line < path)
        close(path)
        return found >= 0
    }
    # The file that a relative address of a page means, without ".." and ".".
    function resolved(page, address,   folder, parts, count, i, kept, path) {
        folder = page
        sub(/[^\/]*$/, "", folder)
        count = split(folder address, parts, "/")
        kept = 0
        for (i = 1; i <= count; i++) {
            if (parts[i] == "..") kept--
            else if (parts[i] != "." && parts[i] != "") stack[++kept] = parts[i]
        }
        path = "."
        for (i = 1; i <= kept; i++) path = path "/" stack[i]
        return path
    }
    # Only what stands in a tag: code may hold what looks like an attribute.
    {
        for (line = $0; match(line, /<[a-z][^>]*>/); line = rest) {
            tag = substr(line, RSTART, RLENGTH)
            rest = substr(line, RSTART + RLENGTH)
            while (match(tag, / (id|href|src)="[^"]*"/)) {
                value = substr(tag, RSTART + 1, RLENGTH - 2)
                tag = substr(tag, RSTART + RLENGTH)
                is_anchor = value ~ /^id=/
                sub(/^[a-z]*="/, "", value)
                if (is_anchor) anchors[FILENAME "#" value] = 1
                else if (value !~ /^[a-z]+:/ && value != "") links[FILENAME "\t" value] = 1
            }
        }
    }
    END {
        for (link in links) {
            split(link, ends, "\t")
            page = ends[1]
            at = index(ends[2], "#")
            address = at ? substr(ends[2], 1, at - 1) : ends[2]
            anchor = at ? substr(ends[2], at + 1) : ""
            target = address == "" ? page : resolved(page, address)
            if (!exists(target) || (anchor != "" && target ~ /\.html$/ && !((target "#" anchor) in anchors))) {
                printf "%s: the link to %s leads nowhere\n", page, ends[2] | "sort >&2"
                faults++
            }
            count++
        }
        close("sort >&2")
        if (faults) exit 1
        printf "book: %d links lead somewhere\n", count
    }'
