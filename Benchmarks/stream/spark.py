#!/usr/bin/env python3
"""Checks a file of lines with Apache Spark: spark.py PCICHECK LINES OUTPUT [PARTITIONS]

One process of pcicheck serves a whole partition. Its exit status says only what is in the lines as well, so that it is
not looked at (`checkCode`): one plan that cannot be read must not make Spark repeat thousands.
"""

import json
import sys

from pyspark.sql import SparkSession

pcicheck, lines, output = sys.argv[1:4]
partitions = int(sys.argv[4]) if len(sys.argv) > 4 else None
spark = SparkSession.builder.appName("pcicheck").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")

requests = spark.sparkContext.textFile(lines, minPartitions=partitions)
answers = requests.pipe(f"{pcicheck} check --stream", checkCode=False).cache()

statuses = answers.map(lambda line: (json.loads(line)["exitStatus"], 1)).reduceByKey(lambda a, b: a + b)
print("partitions:", answers.getNumPartitions(), "answers by exit status:", sorted(statuses.collect()))
# Partitions keep their order, and so the answers come in the order of the lines.
with open(output, "w", encoding="utf-8") as file:
    for line in answers.toLocalIterator():
        file.write(line + "\n")
spark.stop()
